import { queryOptions } from "@tanstack/react-query";
import { bodyOf, platformApi } from "./client";
import type { components } from "./generated/platform";

type Schemas = components["schemas"];

export type Role = Schemas["RoleOut"];
export type RoleFields = Schemas["RoleFields"];
export type Scope = Schemas["ScopeFields"];
export type RightsTable = Schemas["RightsTable"];
export type PersonRights = Schemas["PersonRights"];
export type LevelName = "none" | "read" | "modify" | "all";

export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/roles")).items,
  staleTime: 10_000,
});

/** All that a role is made of; it changes only with a new version of Keryx. */
export const rightsQuery = queryOptions({
  queryKey: ["rights"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/rights")),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What one person can do, and why. */
export const personRightsQuery = (person: string) =>
  queryOptions({
    queryKey: ["person-rights", person],
    queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/people/{person_id}/rights", { params: { path: { person_id: person } } })),
  });

export const addRole = async (wanted: RoleFields) => bodyOf(await platformApi.POST("/api/platform/v1/roles", { body: wanted }));

/** Problem 412 when somebody else changed the role after `revision`. */
export const changeRole = async (id: string, revision: number, wanted: RoleFields) =>
  bodyOf(await platformApi.PUT("/api/platform/v1/roles/{role_id}", { params: { path: { role_id: id }, header: { "if-match": `"${revision}"` } }, body: wanted }));

/** Problem 409 `role_in_use` while people have it. */
export async function removeRole(id: string): Promise<void> {
  await platformApi.DELETE("/api/platform/v1/roles/{role_id}", { params: { path: { role_id: id } } });
}
