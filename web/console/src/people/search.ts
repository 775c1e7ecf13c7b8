import type { PeopleFilters, PeopleSort } from "../api/people";

/** What narrows and orders the list, as it stands in the page's address; what is absent does not narrow. */
export interface PeopleSearch {
  q?: string;
  role?: string;
  team?: string;
  site?: string;
  queue?: string;
  skill?: string;
  active?: "yes" | "no";
  sort?: PeopleSort;
  descending?: true;
}

const text = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
};

export const sorts = ["login", "name", "role", "team", "site"] as const satisfies readonly PeopleSort[];

/** Filters from an address; what does not fit is left out. */
export function peopleSearch(search: Record<string, unknown>): PeopleSearch {
  const active = search.active === "yes" || search.active === "no" ? search.active : undefined;
  const wanted = { q: text(search.q), role: text(search.role), team: text(search.team), site: text(search.site), queue: text(search.queue), skill: text(search.skill), active, sort: sorts.find((it) => it === search.sort), descending: search.descending === true ? true : undefined };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** Filters as the API takes them. */
export function asked({ q, role, team, site, queue, skill, active }: PeopleSearch): PeopleFilters {
  const wanted = { q, role, team, site, queue, skill, active: active === undefined ? undefined : active === "yes" };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
