import { expect, test } from "vitest";
import type { Segment } from "../api/types";
import { lanesOf } from "./lanes";

const at = (second: number): string => new Date(second * 1000).toISOString();
const agent = { id: "a", login: "anna", name: "Anna" };
const segment = (party: string, role: string, kind: string, from: number, to: number | null): Segment => ({
  party, role, kind, from: at(from), to: to === null ? null : at(to), queue: null, agent: kind === "talk" ? agent : null, cause: null, configVersion: 1,
});

test("each party has a lane; the caller's is the caller's, whoever talked to them", () => {
  const lanes = lanesOf([segment("p1", "contact", "ivr", 0, 50), segment("p2", "agent", "talk", 50, 100), segment("p1", "contact", "talk", 50, 100)], 0);
  expect(lanes.map((lane) => [lane.role, lane.agent, lane.blocks.map((it) => [it.start, it.width])])).toEqual([
    ["contact", null, [[0, 50], [50, 50]]],
    ["agent", "Anna", [[50, 50]]],
  ]);
});

test("what goes on is drawn up to now", () => {
  expect(lanesOf([segment("p1", "contact", "ivr", 0, 10), segment("p1", "contact", "wait", 10, null)], 40_000)[0]?.blocks.at(-1)?.width).toBe(75);
});
