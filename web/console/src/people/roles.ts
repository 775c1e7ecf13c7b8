import type { Role } from "../api/people";

/** From the least to the mightiest; nobody gives a role above their own. */
export const roles = ["agent", "supervisor", "site_administrator", "company_administrator", "root_administrator"] as const satisfies readonly Role[];

/** The roles that somebody of `own` may give. */
export const givable = (own: string): readonly Role[] => roles.slice(0, roles.findIndex((role) => role === own) + 1);
