import { expect, test } from "vitest";
import { dayStart } from "./zone";

// A filter that begins an hour off loses, or adds, an hour of calls on each day of the year.
test.each([
  ["2026-11-23", 0, "2026-11-22T23:00:00.000Z"],
  ["2026-07-01", 0, "2026-06-30T22:00:00.000Z"],
  ["2026-03-29", 0, "2026-03-28T23:00:00.000Z"],
  ["2026-03-29", 1, "2026-03-29T22:00:00.000Z"],
  ["2026-10-25", 0, "2026-10-24T22:00:00.000Z"],
  ["2026-10-25", 1, "2026-10-25T23:00:00.000Z"],
])("%s plus %d days begins in Paris at the right instant", (day, plus, instant) => {
  expect(dayStart(day, "Europe/Paris", plus)).toBe(instant);
});
