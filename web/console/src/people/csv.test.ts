/** If these fail, a mistake in a file is shown beside the wrong row, or a saved file is unsafe to open. */
import { expect, test } from "vitest";
import { cell, csv, rowsByLine } from "./csv";

test("rows are numbered by the line they begin on", () => {
  const rows = rowsByLine('login,name\r\nalice,"Martin\nAlice"\r\nbruno,"Le ""Grand"", B"\r\n');
  expect(rows.get(1)).toEqual(["login", "name"]);
  expect(rows.get(2)).toEqual(["alice", "Martin\nAlice"]);
  expect(rows.get(4)).toEqual(["bruno", 'Le "Grand", B']);
});

test("the separator is found in the header", () => {
  expect(rowsByLine("login;name\nalice;Alice, M").get(2)).toEqual(["alice", "Alice, M"]);
});

test("no cell is a formula", () => {
  expect(cell("=1+1")).toBe("'=1+1");
  expect(cell("a,b")).toBe('"a,b"');
  expect(csv([["x", 'say "hi"']])).toBe('x,"say ""hi"""\r\n');
});
