import { queryOptions } from "@tanstack/react-query";
import { bodyOf, tenantApi } from "./client";

/** Names for pickers and filters, and agents' states as they were when asked. */
export const referenceQuery = queryOptions({
  queryKey: ["reference"],
  queryFn: async () => bodyOf(await tenantApi.GET("/api/tenant/v1/reference")),
  staleTime: 5_000,
});
