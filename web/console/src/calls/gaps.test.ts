import { expect, test } from "vitest";
import { gapSeconds } from "./gaps";

// A recording that was suspended for five seconds must not say ten because two people talked.
test.each([
  [[], 0],
  [[gap(2, 7), gap(2, 7)], 5],
  [[gap(10, 12), gap(2, 7), gap(6, 8)], 8],
])("%j lack %d s", (gaps, seconds) => {
  expect(gapSeconds(gaps)).toBe(seconds);
});

function gap(fromSeconds: number, toSeconds: number) {
  return { fromSeconds, toSeconds };
}
