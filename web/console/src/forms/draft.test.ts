/** If these fail, saving either overwrites what a colleague changed meanwhile, or loses what was typed. */
import { expect, test } from "vitest";
import { changed, rebase, same } from "./draft";

const base = { name: "Alice", team: "Nord", skills: { english: 5, sales: 3 } };

test("the order of members is no difference", () => {
  expect(same({ english: 5, sales: 3 }, { sales: 3, english: 5 })).toBe(true);
  expect(same([1, 2], [2, 1])).toBe(false);
  expect(same(undefined, null)).toBe(true);
});

test("only what changed is sent", () => {
  expect(changed(base, { ...base, team: "Sud", skills: { sales: 3, english: 5 } })).toEqual({ team: "Sud" });
});

test("changes of different fields are joined without a question", () => {
  const { mine, conflicts, taken } = rebase(base, { ...base, name: "Alicia" }, { ...base, team: "Sud" });
  expect(mine).toEqual({ ...base, name: "Alicia", team: "Sud" });
  expect(conflicts).toEqual([]);
  expect(taken).toEqual(["team"]);
});

test("of a field that both changed, the typed value is kept and the conflict told", () => {
  const { mine, conflicts } = rebase(base, { ...base, team: "Est" }, { ...base, team: "Sud" });
  expect(mine.team).toBe("Est");
  expect(conflicts).toEqual(["team"]);
});

test("both having made the same change is none", () => {
  expect(rebase(base, { ...base, team: "Sud" }, { ...base, team: "Sud" }).conflicts).toEqual([]);
});
