import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { bodyOf, tenantApi } from "./client";
import { lookAgainAfter } from "./day";
import type { Outcome } from "./types";

/** As in the address of the page; every part that is absent does not narrow. */
export interface CallFilters {
  queue?: string;
  agent?: string;
  entry?: string;
  outcome?: Outcome;
  from?: string;
  to?: string;
  q?: string;
}

const PAGE = 50;

export const callsQuery = (filters: CallFilters) =>
  infiniteQueryOptions({
    queryKey: ["calls", filters],
    queryFn: async ({ pageParam }) =>
      bodyOf(
        await tenantApi.GET("/api/tenant/v1/calls", {
          params: { query: { ...filters, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

const LAST = 8;

/** An agent's last calls. `since`: when the agent's state began, so that a change of state asks anew. */
export const lastCallsQuery = (agent: string, since: string | null | undefined) =>
  queryOptions({
    queryKey: ["calls", "last", agent, since ?? null],
    queryFn: async () => bodyOf(await tenantApi.GET("/api/tenant/v1/calls", { params: { query: { agent, limit: LAST } } })).items,
    refetchInterval: lookAgainAfter(since),
    placeholderData: keepPreviousData,
  });

export const callQuery = (interaction: string) =>
  queryOptions({
    queryKey: ["call", interaction],
    queryFn: async () => bodyOf(await tenantApi.GET("/api/tenant/v1/calls/{interaction}", { params: { path: { interaction } } })),
    refetchInterval: (query) => lookAgain(query.state.data?.call.endedAt, query.state.data !== undefined),
  });

const SETTLING_MS = 60_000;

/** A call that still goes on is looked at again, and one that has just ended: its recording and wrap-up come a little later. */
function lookAgain(endedAt: string | null | undefined, known: boolean): number | false {
  if (!known) return false;
  return endedAt == null || Date.now() - Date.parse(endedAt) < SETTLING_MS ? 3_000 : false;
}

export const recordingPath = (interaction: string): string =>
  `/api/tenant/v1/calls/${encodeURIComponent(interaction)}/recording`;
