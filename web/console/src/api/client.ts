import createClient, { type Middleware } from "openapi-fetch";
import type { paths as TenantPaths } from "./generated/tenant";
import type { paths as PlatformPaths } from "./generated/platform";
import { problemOf } from "./problem";
import { fetchProven } from "./proof";

/** What is not a success is thrown as a `ProblemError`: a caller only handles what it can do something about. */
const problems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response);
  },
};

const baseUrl = globalThis.location.origin;

/** The tenant's own runtime: session, calls, desk. */
export const tenantApi = createClient<TenantPaths>({ baseUrl, fetch: (request) => globalThis.fetch(request) });
tenantApi.use(problems);

/** The platform: who people are. */
export const platformApi = createClient<PlatformPaths>({ baseUrl, fetch: fetchProven });
platformApi.use(problems);

/** `data` of an answer that was a success and has a body. */
export function bodyOf<Data>(answer: { data?: Data }): Data {
  if (answer.data === undefined) throw new Error("an answer without a body");
  return answer.data;
}
