/** From here on figures look old, and from there on wrong. Milliseconds. */
export const OLD_MS = 5_000;
export const STALE_MS = 15_000;

export type Freshness = "fresh" | "old" | "stale";

/** How figures of this age (milliseconds; undefined: never seen) may be shown: never a frozen green number. */
export function freshness(age: number | undefined): Freshness {
  if (age === undefined || age >= STALE_MS) return "stale";
  return age >= OLD_MS ? "old" : "fresh";
}
