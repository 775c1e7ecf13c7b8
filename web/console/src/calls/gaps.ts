/** Seconds in which something is missing, by how much of the recording it is: where both tracks lack the same second it counts once. */
export function gapSeconds(gaps: readonly { fromSeconds: number; toSeconds: number }[]): number {
  let seconds = 0;
  let until = 0;
  for (const gap of [...gaps].sort((a, b) => a.fromSeconds - b.fromSeconds)) {
    seconds += Math.max(0, gap.toSeconds - Math.max(gap.fromSeconds, until));
    until = Math.max(until, gap.toSeconds);
  }
  return seconds;
}
