/** If these fail, the audit page shows acts out of their order, twice, or not at all. */
import { expect, test } from "vitest";
import type { AuditEvent } from "../api/audit";
import { merged, nextCursors } from "./merge";

const event = (chain: string, seq: number, at: string): AuditEvent => ({
  chain, seq, at, actor: { kind: "person", id: "p", login: "claire" }, address: "", session: "", action: "people.write", object: { kind: "person", id: "x", name: "x" }, before: null, after: null, why: "", hash: "",
});
const at = (page: { items: AuditEvent[] }) => page.items.map((it) => it.at);

test("two whole trails are one, the newest first", () => {
  const page = merged({ platform: { items: [event("a", 2, "09"), event("a", 1, "05")], next: null }, tenant: { items: [event("b", 1, "07")], next: null } });
  expect(at(page)).toEqual(["09", "07", "05"]);
  expect(nextCursors(page)).toBeUndefined();
});

test("nothing is shown before everything newer is read", () => {
  const first = merged({ platform: { items: [event("a", 9, "09"), event("a", 8, "08")], next: "8" }, tenant: { items: [event("b", 2, "09"), event("b", 1, "03")], next: null } });
  expect(at(first)).toEqual(["09", "09", "08"]);
  const next = nextCursors(first);
  expect(next?.platform).toEqual({ left: [], cursor: 8 });
  expect(next?.tenant.left.map((it) => it.at)).toEqual(["03"]);
  const second = merged({ platform: { items: [event("a", 7, "04")], next: null }, tenant: { items: next?.tenant.left ?? [], next: null } });
  expect(at(second)).toEqual(["04", "03"]);
  expect(nextCursors(second)).toBeUndefined();
});
