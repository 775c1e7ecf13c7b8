/**
 * Editing something that others may edit at the same time. `base` is what the server had when the editing began, `mine` what stands in
 * the form. Only what differs from the base is sent, so two people who change different fields do not disturb each other.
 */

/** Equal as JSON, whatever the order of an object's members. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, it]) => [key, ordered(it)]));
}

/** The fields of `mine` that are no longer as in `base`. */
export function changed<T extends object>(base: T, mine: T): Partial<T> {
  return Object.fromEntries(Object.entries(mine).filter(([key, value]) => !same(value, base[key as keyof T]))) as Partial<T>;
}

export interface Rebased<T> {
  /** What the form shows now: others' changes where I made none, mine where I did. */
  mine: T;
  /** Fields that both changed, to different values. */
  conflicts: (keyof T)[];
  /** Fields that only others changed. */
  taken: (keyof T)[];
}

/** Carries what was typed over to what the server has meanwhile; nothing typed is lost. */
export function rebase<T extends object>(base: T, mine: T, theirs: T): Rebased<T> {
  const names = Object.keys(theirs) as (keyof T)[];
  const foreign = names.filter((name) => !same(base[name], theirs[name]));
  const own = new Set(names.filter((name) => !same(base[name], mine[name])));
  const taken = foreign.filter((name) => !own.has(name));
  const conflicts = foreign.filter((name) => own.has(name) && !same(mine[name], theirs[name]));
  return { mine: { ...mine, ...Object.fromEntries(taken.map((name) => [name, theirs[name]])) }, conflicts, taken };
}
