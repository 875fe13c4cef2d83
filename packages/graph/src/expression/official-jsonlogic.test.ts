import official from "jsonlogic-tests/bench/tests.json" with { type: "json" };
import { describe, expect, test } from "vitest";
import type { Json } from "../definition/json.ts";
import { createBudget } from "./budget.ts";
import { compileCondition } from "./compile-condition.ts";

// jsonlogic.com's tests.json: [rule, data, expected], and texts between them that say what follows.
type Case = readonly [rule: Json, data: Json, expected: Json];
const cases = (official as readonly (string | Case)[]).filter((entry): entry is Case => typeof entry !== "string");

function value(rule: Json, data: Json): Json {
  const scope = {
    root: (name: string) => (name === "payload" ? data : undefined),
    step: () => undefined,
    steps: () => ({}),
  };
  return compileCondition(rule).value(scope, createBudget(), "trigger");
}

describe("the official tests of JSONLogic", () => {
  test("are all here", () => expect(cases.length).toBe(275));

  test.each(cases)("%j on %j gives %j", (rule, data, expected) => {
    expect(value(rule, data)).toStrictEqual(expected);
  });
});
