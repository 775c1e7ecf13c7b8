import type { Person } from "../api/people";

/** What narrows the list, as it stands in the page's address; what is absent does not narrow. */
export interface PeopleFilters {
  q?: string;
  role?: string;
  team?: string;
  site?: string;
  queue?: string;
  active?: "yes" | "no";
}

const text = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** Filters from an address; what does not fit is left out. */
export function peopleSearch(search: Record<string, unknown>): PeopleFilters {
  const active = search.active === "yes" || search.active === "no" ? search.active : undefined;
  const wanted = { q: text(search.q), role: text(search.role), team: text(search.team), site: text(search.site), queue: text(search.queue), active };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** Letters without accents and case: "lefevre" finds "Lefèvre". */
export const plain = (value: string): string => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a person is within the filters. */
export function within(filters: PeopleFilters, person: Person): boolean {
  if (filters.role !== undefined && person.role !== filters.role) return false;
  if (filters.team !== undefined && person.team !== filters.team) return false;
  if (filters.site !== undefined && person.site !== filters.site) return false;
  if (filters.queue !== undefined && !(person.queues ?? []).some((it) => it.queue === filters.queue)) return false;
  if (filters.active !== undefined && person.active !== (filters.active === "yes")) return false;
  if (filters.q === undefined) return true;
  const told = plain(`${person.name} ${person.login} ${person.extension ?? ""} ${person.team ?? ""}`);
  return plain(filters.q).split(/\s+/).every((word) => told.includes(word));
}
