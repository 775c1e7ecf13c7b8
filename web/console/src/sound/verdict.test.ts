import { expect, test } from "vitest";
import { echoDelay, isEnough, judge, type Sample } from "./verdict";

const fine = { received: 200, lost: 0, jitterMs: 4, roundTripMs: 30 };
/** Syllables: loud and quiet in turn, and the same `late` steps later. */
const spoken = (late: number, back = 1): Sample[] => {
  const loud = (i: number): number => (i < 0 ? 0 : Math.abs(Math.sin(i * i * 0.013)) * 0.1);
  return Array.from({ length: 120 }, (_, i) => ({ sent: loud(i), heard: back * loud(i - late) }));
};

test("a voice that comes back is good, and how late it came is told", () => {
  expect(judge(spoken(4), fine)).toEqual({ says: "good", delayMs: 200 });
  expect(isEnough(spoken(4))).toBe(true);
});

test("a muted headset is called a silent microphone, not a network fault", () => {
  const silent = spoken(4).map(() => ({ sent: 0.0001, heard: 0 }));
  expect(judge(silent, fine)).toEqual({ says: "microphoneSilent" });
  expect(isEnough(silent)).toBe(false);
});

test("a voice that does not come back is the way, not the microphone", () => {
  expect(judge(spoken(4, 0), fine)).toEqual({ says: "nothingBack" });
  expect(judge(spoken(4), { ...fine, received: 0 })).toEqual({ says: "nothingBack" });
});

test("a network that callers would complain of is named by what it does", () => {
  expect(judge(spoken(4), { ...fine, lost: 0.08 })).toEqual({ says: "loses", percent: 8 });
  expect(judge(spoken(4), { ...fine, roundTripMs: 612 })).toEqual({ says: "slow", ms: 612 });
  expect(judge(spoken(4), { ...fine, jitterMs: 55 })).toEqual({ says: "uneven", ms: 55 });
});

test("no delay is invented for a steady tone", () => {
  expect(echoDelay(Array.from({ length: 80 }, () => ({ sent: 0.1, heard: 0.1 })))).toBeUndefined();
});
