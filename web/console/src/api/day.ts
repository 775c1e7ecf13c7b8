import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { bodyOf, tenantApi } from "./client";

const SETTLING_MS = 15_000;

/** Records follow a change of the agent's state by a moment; figures move with the clock too. Milliseconds until the next look. */
export const lookAgainAfter = (since: string | null | undefined) => (): number =>
  since != null && Date.now() - Date.parse(since) < SETTLING_MS ? 2_000 : 60_000;

/** `since`: when the agent's state began, so that a change of state asks anew. */
export const dayQuery = (since: string | null | undefined) =>
  queryOptions({
    queryKey: ["day", since ?? null],
    queryFn: async () => bodyOf(await tenantApi.GET("/api/tenant/v1/desk/day")),
    refetchInterval: lookAgainAfter(since),
    placeholderData: keepPreviousData,
  });
