import { describe, expect, test } from "vitest";
import type { Json } from "../../definition/json.ts";
import { createBudget } from "../budget.ts";
import { compileCondition } from "../compile-condition.ts";
import { ExpressionError } from "../expression-error.ts";
import { checkTextCondition } from "./text-condition.ts";

const scope = (payload: Json) => ({
  root: (name: string) => (name === "payload" ? payload : undefined),
  step: () => undefined,
  steps: () => ({}),
});
const holds = (rule: Json, payload: Json, interpreterVersion?: number) =>
  compileCondition(rule, interpreterVersion === undefined ? {} : { interpreterVersion }).evaluate(
    scope(payload),
    createBudget(),
    "execution",
  );

function errorOf(run: () => unknown): ExpressionError {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("a text that is one template", () => {
  test("is evaluated as CEL", () => {
    expect(holds("{{ payload.total > 1000 }}", { total: 1001 })).toBe(true);
    expect(holds("  {{payload.total > 1000}} ", { total: 1000 })).toBe(false);
    expect(holds("{{ payload.isNew }}", { isNew: false })).toBe(false);
  });

  test.each<[Json]>([[1], ["yes"], [null], [[1]]])("has to give true or false, not %j", (value) => {
    expect(errorOf(() => holds("{{ payload.x }}", { x: value }))).toMatchObject({ code: "EXPRESSION_TYPE" });
  });

  test("has references to everything that it reads", () => {
    expect(compileCondition("{{ payload.total > steps.a.limit }}", { at: "/c" }).references).toMatchObject([
      { root: "payload", path: ["total"], optional: false, at: "/c" },
      { root: "steps", path: ["a", "limit"], at: "/c" },
    ]);
  });

  test("is a constant in a definition of interpreter version 1", () => {
    expect(holds("{{ payload.total > 1000 }}", {}, 1)).toBe(true);
  });

  test("may give any value where a JSONLogic value is expected", () => {
    expect(compileCondition("{{ payload.n * 2 }}").value(scope({ n: 4 }), createBudget(), "execution")).toBe(8);
  });
});

test.each(["{{ size(payload.items) }}", "{{ 'yes' }}", "{{ now() }}"])(
  "%s is refused at compile time, because it cannot give true or false",
  (text) => {
    expect(errorOf(() => checkTextCondition(text)).code).toBe("EXPRESSION_TYPE");
  },
);

test("any other text keeps its meaning as a constant in workflows that are already published", () => {
  expect(holds("payload.x > 1", {})).toBe(true);
  expect(holds("", {})).toBe(false);
});

test.each([
  ["payload.x > 1", '"{{ payload.x > 1 }}", or as JSONLogic { ">": [{ "var": "x" }, 1] }'],
  ["false", "false without quotes"],
  ["total > 1000", '"{{ payload.total > 1000 }}", or as JSONLogic { ">": [{ "var": "total" }, 1000] }'],
  ['total > 1000 and status == "paid"', '"{{ payload.total > 1000 && payload.status == \\"paid\\" }}"'],
  ["$json.total > 5", '"{{ payload.total > 5 }}"'],
  ['lead.title === "CEO"', '"{{ payload.lead.title == \\"CEO\\" }}"'],
  ["payload.a-b == 1", '"{{ payload[\\"a-b\\"] == 1 }}"'],
  ["payload.items.length > 2", '"{{ size(payload.items) > 2 }}"'],
  ["{{ payload.a }} > 3", "payload.a"],
  ["hello world", "Write CEL in braces"],
  ["", "Write CEL in braces"],
  ["x".repeat(5_000), "Write CEL in braces"],
])("%s is refused with what was probably meant", (text, meant) => {
  const error = errorOf(() => checkTextCondition(text));
  expect(error.code).toBe("CONDITION_INVALID");
  expect(error.hint).toContain(meant);
});
