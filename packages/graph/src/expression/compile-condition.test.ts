import jsonLogic from "json-logic-js";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Json, JsonObject } from "../definition/json.ts";
import { createBudget } from "./budget.ts";
import type { ConditionMode } from "./compile-condition.ts";
import { compileCondition, CONDITION_OPERATORS } from "./compile-condition.ts";
import { ExpressionError } from "./expression-error.ts";
import type { ExpressionScope } from "./expression-scope.ts";
import { arbitraryData, arbitraryRule } from "./test-kit/arbitrary-rule.ts";

function scopeOf(roots: JsonObject, steps: JsonObject = {}): ExpressionScope {
  return {
    root: (name) => (Object.hasOwn(roots, name) ? roots[name] : undefined),
    step: (id) => (Object.hasOwn(steps, id) ? steps[id] : undefined),
    steps: () => steps,
  };
}

function valueOf(rule: Json, payload: Json = {}, mode: ConditionMode = "trigger", interpreterVersion?: number): Json {
  return compileCondition(rule, interpreterVersion === undefined ? {} : { interpreterVersion }).value(
    scopeOf({ payload }),
    createBudget(),
    mode,
  );
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
  return "no error";
}

describe("JSONLogic", () => {
  const lead = {
    lead: { source: "LinkedIn", score: 90, title: "CEO", tags: ["a", "b"] },
    empty: "",
    none: null,
    list: [],
  };
  const cases: readonly (readonly [Json, Json, Json])[] = [
    [{ and: [{ ">": [{ var: "lead.score" }, 80] }, { "==": [{ var: "lead.source" }, "LinkedIn"] }] }, lead, true],
    [{ var: "" }, 7, 7],
    [{ var: [] }, 7, 7],
    [{ var: null }, 7, 7],
    [{ var: "lead.missing" }, lead, null],
    [{ var: ["lead.missing", "default"] }, lead, "default"],
    [{ var: ["none", "default"] }, lead, null],
    [{ var: "lead.tags.1" }, lead, "b"],
    [{ var: "lead.tags.length" }, lead, 2],
    [{ var: 1 }, ["x", "y"], "y"],
    [{ var: { if: [true, "lead.title", "empty"] } }, lead, "CEO"],
    [{ missing: ["lead.score", "empty", "none", "zzz"] }, lead, ["empty", "none", "zzz"]],
    [{ missing: { merge: ["empty", ["lead.score", "q"]] } }, lead, ["empty", "q"]],
    [{ missing_some: [1, ["lead.score", "q"]] }, lead, []],
    [{ missing_some: [2, ["lead.score", "q", "r"]] }, lead, ["q", "r"]],
    [{ "==": [1, "1"] }, {}, true],
    [{ "==": [null, 0] }, {}, false],
    [{ "==": [[1], "1"] }, {}, true],
    [{ "===": [1, "1"] }, {}, false],
    [{ "!=": [1, 2] }, {}, true],
    [{ "!==": [1, 1] }, {}, false],
    [{ "<": [1, 5, 9] }, {}, true],
    [{ "<=": [1, 9, 5] }, {}, false],
    [{ ">=": ["10", 9] }, {}, true],
    [{ ">": ["10", "9"] }, {}, false],
    [{ "!": [[]] }, {}, true],
    [{ "!!": ["0"] }, {}, true],
    [{ if: [] }, {}, null],
    [{ if: [false, 1, [], 2, 3] }, {}, 3],
    [{ "?:": [1, "yes", "no"] }, {}, "yes"],
    [{ or: [0, "", "x"] }, {}, "x"],
    [{ and: [1, [], "x"] }, {}, []],
    [{ in: ["ring", "Springfield"] }, {}, true],
    [{ in: ["CEO", ["CTO", "CEO"]] }, {}, true],
    [{ in: ["x", { var: "none" }] }, lead, false],
    [{ cat: ["a", 1, null, [2, [3]], true] }, {}, "a12,3true"],
    [{ substr: ["jsonlogic", -5] }, {}, "logic"],
    [{ substr: ["jsonlogic", 4, -2] }, {}, "log"],
    [{ substr: ["jsonlogic", 1, 3] }, {}, "son"],
    [{ "+": ["3.5", 1] }, {}, 4.5],
    [{ "+": "7" }, {}, 7],
    [{ "*": [2, "3", 4] }, {}, 24],
    [{ "-": "3" }, {}, -3],
    [{ "-": [3, "1"] }, {}, 2],
    [{ "/": [1, 0] }, {}, null],
    [{ "-": 0 }, {}, 0],
    [{ "%": [7, 4] }, {}, 3],
    [{ min: [3, "1", 2] }, {}, 1],
    [{ max: [3, 9, null] }, {}, 9],
    [{ merge: [1, [2, 3], [[4]]] }, {}, [1, 2, 3, [4]]],
    [{ map: [{ var: "lead.tags" }, { cat: [{ var: "" }, "!"] }] }, lead, ["a!", "b!"]],
    [{ map: [{ var: "empty" }, 1] }, lead, []],
    [{ filter: [[1, 2, 3, 4], { "%": [{ var: "" }, 2] }] }, {}, [1, 3]],
    [{ reduce: [[1, 2, 3], { "+": [{ var: "current" }, { var: "accumulator" }] }, 10] }, {}, 16],
    [{ reduce: [{ var: "none" }, 1, "initial"] }, lead, "initial"],
    [{ all: [[], true] }, {}, false],
    [{ all: [[1, 2], { ">": [{ var: "" }, 0] }] }, {}, true],
    [{ none: [[], true] }, {}, true],
    [{ some: [[1, 2], { "==": [{ var: "" }, 2] }] }, {}, true],
    [{ log: "seen" }, {}, "seen"],
    [[1, { "+": [1, 1] }, "x"], {}, [1, 2, "x"]],
    ["CEO", {}, "CEO"],
  ];
  test.each(cases)("%j on %j gives %j", (rule, data, expected) => {
    expect(valueOf(rule, data)).toEqual(expected);
  });

  test("every operator of the reference implementation is there", () => {
    const reference =
      "== === != !== > >= < <= !! ! % log in cat substr + * - / min max merge var missing missing_some if ?: and or filter map reduce all none some";
    expect(new Set(CONDITION_OPERATORS)).toEqual(new Set(reference.split(" ")));
  });
});

describe("agrees with the reference implementation", () => {
  test("on random rules and data", () => {
    fc.assert(
      fc.property(arbitraryRule, arbitraryData, (someRule, someData) => {
        let expected: unknown;
        try {
          // What JSON makes of it: NaN is null, -0 is 0.
          expected = JSON.parse(JSON.stringify(jsonLogic.apply(someRule as never, someData) ?? null));
        } catch {
          return;
        }
        // The first version compares lists and objects by identity, as the reference does.
        expect(valueOf(someRule, someData as Json, "trigger", 1)).toEqual(expected);
      }),
      { numRuns: 5_000 },
    );
  });

  test("log prints nothing", () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => {});
    valueOf({ log: "x" });
    expect(print).not.toHaveBeenCalled();
    print.mockRestore();
  });
});

describe("precedence of names", () => {
  const scope = scopeOf(
    { payload: { steps: { forged: 1 }, vars: "mine", item: 1, lead: 2 }, vars: { v: 3 } },
    { call: { body: 4 } },
  );
  const read = (path: string, mode: ConditionMode): Json =>
    compileCondition({ var: path }).value(scope, createBudget(), mode);

  test("in a trigger, fields of the payload take precedence", () => {
    expect(read("steps.forged", "trigger")).toBe(1);
    expect(read("vars", "trigger")).toBe("mine");
    expect(read("lead", "trigger")).toBe(2);
    expect(read("payload.lead", "trigger")).toBe(2);
  });

  test("in an execution, reserved names take precedence, even if the scope has no such value", () => {
    expect(read("steps.forged", "execution")).toBe(null);
    expect(read("steps.call.body", "execution")).toBe(4);
    expect(read("steps", "execution")).toEqual({ call: { body: 4 } });
    expect(read("vars.v", "execution")).toBe(3);
    expect(read("item", "execution")).toBe(null);
    expect(read("lead", "execution")).toBe(2);
    expect(
      compileCondition({ missing: ["steps.call.body", "item"] }).value(scope, createBudget(), "execution"),
    ).toEqual(["item"]);
  });

  test("inside map, filter and so on, only the element's fields can be read", () => {
    expect(
      compileCondition({ map: [[{ var: "lead" }], { var: "payload" }] }).value(scope, createBudget(), "execution"),
    ).toEqual([null]);
  });
});

describe("own properties only", () => {
  test.each([
    "constructor",
    "__proto__",
    "toString",
    "lead.constructor.name",
    "list.map",
    "text.trim",
    "steps.constructor",
    "constructor.constructor",
  ])("%s is nothing", (path) => {
    const payload = { lead: {}, list: [1], text: "t" };
    for (const mode of ["trigger", "execution"] as const) expect(valueOf({ var: path }, payload, mode)).toBe(null);
  });

  test("a payload field with such a name is read as data", () => {
    const payload = JSON.parse('{"constructor": 5, "__proto__": {"a": 6}, "toString": 7}') as Json;
    expect(valueOf({ var: "constructor" }, payload)).toBe(5);
    expect(valueOf({ var: "__proto__.a" }, payload)).toBe(6);
    expect(valueOf({ cat: [{ var: "" }] }, payload)).toBe("[object Object]");
  });
});

describe("rules that are refused at compile time", () => {
  test.each<[Json, string]>([
    [{}, "CONDITION_INVALID"],
    [{ "==": [1, 1], "!=": [1, 2] }, "CONDITION_INVALID"],
    [{ and: [{}] }, "CONDITION_INVALID"],
    [{ "==": [1] }, "CONDITION_INVALID"],
    [{ ">": [3, 2, 1] }, "CONDITION_INVALID"],
    [{ and: [] }, "CONDITION_INVALID"],
    [{ constructor: [1] }, "CONDITION_UNKNOWN_OPERATOR"],
    [{ "cat.call": [1] }, "CONDITION_UNKNOWN_OPERATOR"],
    [{ method: ["a", "b"] }, "CONDITION_UNKNOWN_OPERATOR"],
  ])("%j: %s", (rule, code) => {
    expect(codeOf(() => compileCondition(rule))).toBe(code);
  });

  test("a rule with over 10,000 parts", () => {
    expect(codeOf(() => compileCondition({ or: Array.from({ length: 10_000 }, () => 1) }))).toBe(
      "EXPRESSION_TOO_LARGE",
    );
  });

  test("a rule nested 100,000 deep, without a stack overflow", () => {
    let rule: Json = true;
    for (let level = 0; level < 100_000; level++) rule = { "!": [rule] };
    expect(codeOf(() => compileCondition(rule))).toBe("EXPRESSION_TOO_DEEP");
  });

  test("the message names the place and the hint", () => {
    expect(() => compileCondition({ and: [true, { equals: [1, 2] }] })).toThrow(
      '"equals" at /and/1 is not an operator of JSONLogic',
    );
    try {
      compileCondition({ equals: [1, 2] });
    } catch (error) {
      expect((error as ExpressionError).hint).toContain("==");
    }
  });
});

describe("budget", () => {
  const range: Json = Array.from({ length: 30 }, (_, index) => index);
  const double: Json = { cat: [{ var: "accumulator" }, { var: "accumulator" }] };
  test.each<[string, Json]>([
    ["a short reduce that doubles a text", { reduce: [range, double, "xxxxxxxx"] }],
    [
      "a list that holds itself twice, and again, as text",
      { cat: { reduce: [range, [{ var: "accumulator" }, { var: "accumulator" }], "x"] } },
    ],
    ["the same, compared", { "==": [{ reduce: [range, [{ var: "accumulator" }, { var: "accumulator" }], "x"] }, "y"] }],
    ["the same, as the result", { reduce: [range, [{ var: "accumulator" }, { var: "accumulator" }], "x"] }],
    [
      "merge that doubles a list",
      { reduce: [range, { merge: [{ var: "accumulator" }, { var: "accumulator" }] }, [1, 2]] },
    ],
    ["loops in loops", { map: [range, { map: [range, { map: [range, { map: [range, 1] }] }] }] }],
  ])("%s", (_name, rule) => {
    expect(["EXPRESSION_BUDGET", "EXPRESSION_RESULT_TOO_LARGE"]).toContain(codeOf(() => valueOf(rule)));
  });

  test("a list that is nested too deeply is refused without a stack overflow", () => {
    const many: Json = Array.from({ length: 5_000 }, () => 0);
    const rule: Json = { reduce: [{ var: "many" }, [{ var: "accumulator" }], "x"] };
    expect(codeOf(() => valueOf({ cat: [rule] }, { many }))).toBe("EXPRESSION_RESULT_TOO_LARGE");
    expect(codeOf(() => valueOf(rule, { many }))).toBe("EXPRESSION_RESULT_TOO_LARGE");
  });

  test("is counted down and shared", () => {
    const condition = compileCondition({ and: [{ ">": [{ var: "a" }, 1] }, true] });
    const budget = createBudget({ steps: 5 });
    condition.evaluate(scopeOf({ payload: { a: 2 } }), budget, "trigger");
    expect(budget.steps).toBe(2);
    expect(codeOf(() => condition.evaluate(scopeOf({ payload: { a: 2 } }), budget, "trigger"))).toBe(
      "EXPRESSION_BUDGET",
    );
  });
});

test("references name what a condition reads, as a part of the payload where no reserved name begins it", () => {
  const rule: Json = {
    and: [
      { "==": [{ var: "lead.title" }, "CEO"] },
      { var: ["steps.call.body", { var: "vars.x" }] },
      { some: [{ var: "items" }, { var: "inner" }] },
      { missing: ["event.type"] },
      { var: { cat: ["steps.", "x"] } },
      { var: "" },
    ],
  };
  const found = compileCondition(rule, { at: "/data/condition" }).references;
  expect(found.every((reference) => reference.optional)).toBe(true);
  expect(found.map(({ root, path, at }) => `${root} ${path.join(".")} ${at}`).sort()).toEqual(
    [
      "payload lead.title /data/condition/and/0/==/0/var",
      "steps call.body /data/condition/and/1/var",
      "vars x /data/condition/and/1/var/1/var",
      "payload items /data/condition/and/2/some/0/var",
      "event type /data/condition/and/3/missing",
      "steps  /data/condition/and/4/var",
      "payload  /data/condition/and/5/var",
    ].sort(),
  );
});
