import { queryOptions } from "@tanstack/react-query";
import type { Language } from "../app/i18n";
import { bodyOf, platformApi } from "./client";
import type { components } from "./generated/platform";

export type LoginSession = components["schemas"]["SessionOut"];
export type Policy = components["schemas"]["Policy"];
export type PasswordRules = components["schemas"]["Rules"];

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/me")),
});

export const sessionsQuery = queryOptions({
  queryKey: ["me", "sessions"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/me/sessions")).items,
});

export async function endSession(id: string): Promise<void> {
  await platformApi.DELETE("/api/platform/v1/me/sessions/{session_id}", { params: { path: { session_id: id } } });
}

export async function keepLanguage(language: Language): Promise<void> {
  await platformApi.PATCH("/api/platform/v1/me", { body: { language } });
}

export const policyQuery = queryOptions({
  queryKey: ["password-policy"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/password-policy")),
});

/** Whom a named profile would touch, if it were declared; changes nothing. */
export const previewProfile = async (profile: PasswordRules["profile"]) => bodyOf(await platformApi.POST("/api/platform/v1/password-policy/preview", { body: { profile } }));
