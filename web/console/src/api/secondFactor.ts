import { queryOptions } from "@tanstack/react-query";
import { bodyOf, platformApi } from "./client";
import type { components } from "./generated/platform";

export type Enrolment = components["schemas"]["Enrolment"];

/** A secret for an authenticator; it counts once `confirmTotp` has shown a code of it. */
export const enrolTotp = async (): Promise<Enrolment> => bodyOf(await platformApi.POST("/api/platform/v1/me/totp"));

/** The recovery codes, told this once. */
export const confirmTotp = async (code: string): Promise<string[]> => bodyOf(await platformApi.POST("/api/platform/v1/me/totp/confirm", { body: { code } })).recoveryCodes;

export const renewRecoveryCodes = async (): Promise<string[]> => bodyOf(await platformApi.POST("/api/platform/v1/me/totp/recovery-codes")).recoveryCodes;

export async function removeTotp(): Promise<void> {
  await platformApi.DELETE("/api/platform/v1/me/totp");
}

/** Show again who one is. */
export async function prove(proof: { code: string } | { password: string }): Promise<void> {
  await platformApi.POST("/api/platform/v1/me/proof", { body: proof });
}

export const secondFactorQuery = (person: string) =>
  queryOptions({
    queryKey: ["second-factor", person],
    queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/people/{person_id}/second-factor", { params: { path: { person_id: person } } })),
  });

/** An administrator takes away an authenticator that was lost. */
export async function removeSecondFactor(person: string): Promise<void> {
  await platformApi.DELETE("/api/platform/v1/people/{person_id}/second-factor", { params: { path: { person_id: person } } });
}

export const totpRolesQuery = queryOptions({
  queryKey: ["second-factor", "roles"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/second-factor/roles")),
});

export const requireTotp = async (role: string, required: boolean) =>
  bodyOf(await platformApi.PUT("/api/platform/v1/second-factor/roles/{role_id}", { params: { path: { role_id: role } }, body: { required } }));
