const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * How long to wait before the `attempt`-th try (from 0), in milliseconds: doubling, with full jitter over the upper half, so that a
 * thousand desks do not come back in the same instant. `random` gives a number in [0, 1).
 */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return ceiling / 2 + (ceiling / 2) * random();
}
