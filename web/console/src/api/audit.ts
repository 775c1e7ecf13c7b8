import { infiniteQueryOptions } from "@tanstack/react-query";
import { bodyOf, platformApi, tenantApi } from "./client";
import type { components } from "./generated/platform";
import { merged, nextCursors, type Cursors, type Trail } from "../audit/merge";

export type AuditEvent = components["schemas"]["AuditEvent"];

/** What is looked for; moments, not days. */
export interface AuditFilters {
  from?: string;
  to?: string;
  action?: string;
  q?: string;
}

const PAGE = 100;

async function trail(name: Trail, filters: AuditFilters, cursor: number | undefined) {
  const params = { query: { ...filters, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } };
  return name === "platform" ? bodyOf(await platformApi.GET("/api/platform/v1/audit", { params })) : bodyOf(await tenantApi.GET("/api/tenant/v1/audit", { params }));
}

const beginning: Cursors = { platform: { left: [], cursor: undefined }, tenant: { left: [], cursor: undefined } };

/** Both trails of the tenant as one, the newest first: each page holds what is known to come before everything not yet read. */
export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ["audit", filters],
    queryFn: async ({ pageParam }) => {
      const read = async (name: Trail) => {
        const { left, cursor } = pageParam[name];
        if (cursor === null) return { items: left, next: null };
        const page = await trail(name, filters, cursor);
        return { items: [...left, ...page.items], next: page.next };
      };
      const [platform, tenant] = await Promise.all([read("platform"), read("tenant")]);
      return merged({ platform, tenant });
    },
    initialPageParam: beginning,
    getNextPageParam: nextCursors,
  });

export const exportPath = (name: Trail, format: "csv" | "jsonl", filters: AuditFilters): string =>
  `/api/${name}/v1/audit/export?${new URLSearchParams({ format, ...filters }).toString()}`;
