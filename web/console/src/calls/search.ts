import type { CallFilters } from "../api/calls";
import type { Outcome } from "../api/types";

export const outcomes = ["answered", "abandoned", "overflowed", "closed", "contained", "rejected", "lost"] as const satisfies readonly Outcome[];

const text = (value: unknown): string | undefined => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
};
const day = (value: unknown): string | undefined => (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

/** Filters as they stand in the page's address; `from` and `to` are days there, both included. What does not fit is left out. */
export function callsSearch(search: Record<string, unknown>): CallFilters {
  const outcome = outcomes.find((it) => it === search.outcome);
  const wanted = {
    queue: text(search.queue),
    agent: text(search.agent),
    entry: text(search.entry),
    outcome,
    from: day(search.from),
    to: day(search.to),
    q: text(search.q),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
