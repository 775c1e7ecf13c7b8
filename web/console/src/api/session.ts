import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { bodyOf, platformApi, tenantApi } from "./client";
import { ProblemError } from "./problem";
import type { SessionView } from "./types";

/** Who is signed in here; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<SessionView | null> => {
    try {
      return bodyOf(await tenantApi.GET("/api/tenant/v1/session"));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** What a person has to do before anything else. */
export type Must = "change_password" | "enrol_totp" | null;

/** Two steps: the platform knows the person and admits, the tenant's runtime begins its own session. Gives what the person must do first. */
export async function signIn(queries: QueryClient, login: string, password: string, code?: string): Promise<Must> {
  const body = { login, password, ...(code === undefined ? {} : { code }) };
  const admitted = bodyOf(await platformApi.POST("/api/platform/v1/login", { body }));
  if (admitted.token !== null) await begin(queries, admitted.token);
  return admitted.next;
}

/** Begins the tenant's session for a person the platform knows already. */
export async function enter(queries: QueryClient): Promise<void> {
  const { token } = bodyOf(await platformApi.POST("/api/platform/v1/token"));
  await begin(queries, token);
}

/** What is still to do; the tenant's session begins once it is nothing. */
export async function goOn(queries: QueryClient): Promise<Must> {
  const { next } = bodyOf(await platformApi.GET("/api/platform/v1/me"));
  if (next === null) await enter(queries);
  return next;
}

export async function changeOwnPassword(current: string, wanted: string): Promise<void> {
  await platformApi.POST("/api/platform/v1/me/password", { body: { current, new: wanted } });
}

async function begin(queries: QueryClient, token: string): Promise<void> {
  await tenantApi.POST("/api/tenant/v1/session", { body: { token } });
  await queries.query({ ...sessionQuery, staleTime: 0 });
}

/** Ends both sessions; the platform's may be out of reach, which must not keep anyone signed in here. */
export async function signOut(queries: QueryClient): Promise<void> {
  await tenantApi.DELETE("/api/tenant/v1/session").catch(expectSignedOut);
  await platformApi.POST("/api/platform/v1/logout").catch((error: unknown) => console.warn("platform logout", error));
  queries.clear();
}

function expectSignedOut(error: unknown): void {
  if (!(error instanceof ProblemError && error.status === 401)) throw error;
}
