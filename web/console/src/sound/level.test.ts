import { expect, test } from "vitest";
import { bar, rootMeanSquare } from "./level";

test("silence is an empty bar, full scale a full one, a usual voice about half", () => {
  expect(bar(rootMeanSquare(new Float32Array(64)))).toBe(0);
  expect(bar(1)).toBe(1);
  expect(bar(0.03)).toBeCloseTo(0.49, 1);
});
