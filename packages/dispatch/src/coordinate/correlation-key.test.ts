import type { Json } from "@tempograph/graph";
import { expect, test } from "vitest";
import { canonicalText, correlationKeyOf } from "./correlation-key.ts";
import { nodePath } from "./node-path.ts";

test("the correlation key is taken from a comparison of a field with a literal, also within `and`", () => {
  expect(correlationKeyOf({ "==": [{ var: "order.id" }, "A-1"] })).toEqual({ path: "order.id", value: "s:A-1" });
  expect(correlationKeyOf({ "===": ["7", { var: ["n"] }] })).toEqual({ path: "n", value: "n:7" });
  const among: Json = { and: [{ ">": [{ var: "n" }, 1] }, { and: [{ "==": [{ var: "a" }, true] }] }] };
  expect(correlationKeyOf(among)).toEqual({ path: "a", value: "n:1" });
});

test("there is no correlation key if the condition could hold without the comparison, or if the value cannot be looked up", () => {
  const without: readonly Json[] = [
    null,
    true,
    {},
    { or: [{ "==": [{ var: "a" }, 1] }] },
    { "!": [{ "==": [{ var: "a" }, 1] }] },
    { "!=": [{ var: "a" }, 1] },
    { "==": [{ var: "a" }, { var: "b" }] },
    { "==": [{ var: ["a", "default"] }, "default"] },
    { "==": [{ var: "a" }, null] },
    { "==": [{ var: "" }, 1] },
    { "==": [{ var: 0 }, 1] },
    { "==": [{ var: "workflow.name" }, "x"] },
    { "==": [{ var: "a" }, "x".repeat(300)] },
    { "==": [1, 1] },
  ];
  for (const match of without) expect([match, correlationKeyOf(match)]).toEqual([match, null]);
});

test("values that JSONLogic takes as equal have the same text", () => {
  for (const equal of [
    [1, "1", "1.0", " 1 ", true],
    [0, -0, "", false],
    [0.1, "0.10"],
  ])
    expect(new Set(equal.map(canonicalText)).size).toBe(1);
  expect(canonicalText("A-1")).not.toBe(canonicalText("A-2"));
  expect([canonicalText(null), canonicalText([1]), canonicalText({})]).toEqual([null, null, null]);
});

test("a node's path leaves out the numbers of loop rounds", () => {
  expect(nodePath("each[3]/loop[12]/wait")).toBe("each/loop/wait");
});
