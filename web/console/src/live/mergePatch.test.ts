import { expect, test } from "vitest";
import { mergePatch } from "./mergePatch";

// The examples of RFC 7396, appendix A. A wrong merge shows an agent a call that is over.
test.each([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [["a", "b"], ["c", "d"], ["c", "d"]],
  [{ a: "foo" }, null, null],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])("%j patched by %j is %j", (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result);
});

test("what did not change keeps its identity, so that React draws only what did", () => {
  const target = { offer: { id: "1" }, queues: [{ name: "a" }] };
  const result = mergePatch(target, { offer: null }) as typeof target;
  expect(result.queues).toBe(target.queues);
  expect(target.offer).toEqual({ id: "1" });
});
