/** If these fail, a role grants something other than what its matrix shows. */
import { expect, test } from "vitest";
import { emptyRole, withLevel, withReach, withRight } from "./fields";

const draft = { ...emptyRole, levels: { calls: "read" as const }, rights: ["export"], exceptions: { calls: { reach: "team" as const, sites: ["paris"], teams: [], queues: [] } } };

test("a level of none takes the module and its own scope away", () => {
  expect(withLevel(draft, "calls", "none")).toEqual({ levels: {}, exceptions: {} });
  expect(withLevel(draft, "queues", "all")).toEqual({ levels: { calls: "read", queues: "all" } });
});

test("rights are kept in order, so that equal roles are equal", () => {
  expect(withRight(draft, "a_right", true)).toEqual({ rights: ["a_right", "export"] });
  expect(withRight(draft, "export", false).rights).toEqual([]);
});

test("another reach keeps the names; none is the role's own scope", () => {
  expect(withReach(draft, "calls", "tenant").exceptions?.calls).toEqual({ reach: "tenant", sites: ["paris"], teams: [], queues: [] });
  expect(withReach(draft, "calls", undefined).exceptions).toEqual({});
});
