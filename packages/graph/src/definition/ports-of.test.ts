import { expect, test } from "vitest";
import { FIXTURE_TYPES } from "../validate/fixture-types.ts";
import type { Json } from "./json.ts";
import { casePort, hasElse, portsOf } from "./ports-of.ts";

test.each<[Json, string]>([
  [{ label: "hot", condition: true }, "hot"],
  [{ condition: true }, "case3"],
  [{ else: true }, "else"],
  [{ else: true, label: "rest" }, "rest"],
  [{ value: "DE" }, "DE"],
  [{ value: "DE", label: "Germany" }, "Germany"],
  [{ value: 7 }, "7"],
  [{ value: true }, "true"],
  [{ value: null }, "null"],
  [{ value: "" }, "case3"],
  [{ value: "x".repeat(200) }, "case3"],
  // A branch's case may hold anything beside its condition.
  [{ condition: true, value: "DE" }, "case3"],
  [null, "case3"],
  [["x"], "case3"],
])("the port of the case %j", (item, port) => {
  expect(casePort(item, 3)).toBe(port);
});

test("ports of nodes", () => {
  const ports = (type: string, data: { readonly [key: string]: Json } = {}) =>
    portsOf({ id: "n", type, data }, FIXTURE_TYPES.get(type));
  expect(ports("switch", { cases: [{ value: "DE" }, { value: 7, label: "seven" }, { else: true }] })).toEqual([
    "DE",
    "seven",
    "else",
    "out",
  ]);
  expect(ports("branch", { cases: "none" })).toEqual(["out"]);
  expect(ports("try")).toEqual(["out", "catch", "finally"]);
  expect(ports("wait_for_signal")).toEqual(["out", "timeout"]);
  expect(ports("approval")).toEqual(["approved", "rejected", "timeout"]);
  expect(ports("nobody_knows")).toEqual(["out"]);
  expect(hasElse([{ value: 1 }, { else: true }])).toBe(true);
  expect(hasElse([{ value: 1 }, { else: false }])).toBe(false);
});
