import { expect, test } from "vitest";
import { freshness } from "./freshness";

test("figures turn grey at five seconds and red at fifteen: a dead feed looks dead", () => {
  expect([0, 4_999, 5_000, 14_999, 15_000, undefined].map(freshness)).toEqual(["fresh", "fresh", "old", "old", "stale", "stale"]);
});
