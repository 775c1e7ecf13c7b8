/** If these fail, a form refuses what the server takes, or lets through what it refuses. */
import { expect, test } from "vitest";
import { rules } from "../api/generated/rules";
import { checkNumber, checkText } from "./check";

test.each([
  ["alice", undefined],
  ["  alice  ", undefined],
  ["", "required"],
  ["-alice", "pattern"],
  ["alice dupont", "pattern"],
  ["аlice", "pattern"], // a Cyrillic letter that looks like ours
])("login %j", (login, kind) => {
  expect(checkText(rules.NewPerson.login, login)?.kind).toBe(kind);
});

test("lengths are counted in characters, as the server counts", () => {
  expect(checkText(rules.NewPerson.name, "é".repeat(100))).toBeUndefined();
  expect(checkText(rules.NewPerson.name, "𝒜".repeat(100))).toBeUndefined();
  expect(checkText(rules.NewPerson.name, "x".repeat(101))).toEqual({ kind: "maxLength", limit: 100 });
});

test("what need not be given may be empty", () => {
  expect(checkText(rules.NewPerson.extension, "", false)).toBeUndefined();
  expect(checkText(rules.NewPerson.extension, "1", false)).toEqual({ kind: "pattern" });
});

test("levels are whole numbers within their limits", () => {
  expect(checkNumber(rules.Assignment.level, 100)).toBeUndefined();
  expect(checkNumber(rules.Assignment.level, 101)).toEqual({ kind: "maximum", limit: 100 });
  expect(checkNumber(rules.Assignment.level, "")).toEqual({ kind: "required" });
  expect(checkNumber(rules.Assignment.level, 1.5)).toEqual({ kind: "required" });
});
