const DAY_MS = 86_400_000;

/** How far `zone` is ahead of UTC at `instant`, in milliseconds. */
function offset(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  const at = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = at;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** The instant a day (`YYYY-MM-DD`) begins in `zone`, or the one `plus` days later does; RFC 3339 UTC. */
export function dayStart(day: string, zone: string, plus = 0): string {
  const midnight = Date.parse(`${day}T00:00:00Z`) + plus * DAY_MS;
  const guess = midnight - offset(midnight, zone);
  return new Date(midnight - offset(guess, zone)).toISOString();
}
