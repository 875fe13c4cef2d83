import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { Budget } from "../budget.ts";
import { createBudget } from "../budget.ts";
import { ExpressionError } from "../expression-error.ts";
import type { ExpressionScope } from "../expression-scope.ts";
import { compileCel } from "./compile-cel.ts";

const payload: JsonObject = {
  score: 90,
  big: 9007199254740993,
  name: null,
  title: "CEO",
  items: [
    { id: 1, n: "a" },
    { id: 2, n: "b" },
  ],
  words: ["x", "y"],
  nested: { a: { b: 1 } },
  when: "2026-01-31T12:00:00Z",
};

function scopeOf(data: JsonObject): ExpressionScope {
  const steps: JsonObject = { call: { body: { id: 5 } }, "node-1": 7 };
  return {
    root: (name) => (name === "payload" ? data : name === "vars" ? { which: "call" } : undefined),
    step: (id) => (Object.hasOwn(steps, id) ? steps[id] : undefined),
    steps: () => steps,
  };
}

function evaluate(source: string, data: JsonObject = payload, budget: Budget = createBudget()): Json {
  return compileCel(source, "").evaluate(scopeOf(data), budget);
}

function errorOf(run: () => unknown): ExpressionError {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("values", () => {
  test.each<[string, Json]>([
    ["payload.score + 1", 91],
    ["1 + payload.score", 91],
    ["payload.score / 4", 22.5],
    ["payload.score % 7", 6],
    ["7 / 2", 3],
    ["7 % 2.0", 1],
    ["1.0 == 1", true],
    ["payload.score == 90", true],
    ["90 == payload.score", true],
    ["payload.score > 80 && payload.title == 'CEO'", true],
    ["payload.score in [1, 90]", true],
    ["payload.title + ' ' + string(payload.score)", "CEO 90"],
    ["size(payload.items) * 1.5", 3],
    ["size(payload.items)", 2],
    ["-payload.score", -90],
    ["-0.0", 0],
    ["[1, 'a', 2.5, null]", [1, "a", 2.5, null]],
    ["{'a': payload.score, 'b': [1]}", { a: 90, b: [1] }],
    ["payload.items.map(i, i.id * 2)", [2, 4]],
    ["payload.items.filter(i, i.id > 1)[0].n", "b"],
    ["payload.items.exists(i, i.n == 'b')", true],
    ["payload.items.all(i, i.id < 2)", false],
    ["payload.nested.map(k, k)", ["a"]],
    ["payload.items[payload.score - 89].n", "b"],
    ['payload.?missing.orValue("x")', "x"],
    ["payload.?nested.?a.?zz.orValue(3)", 3],
    ["payload.?score", 90],
    ["has(payload.zz)", false],
    ["has(payload.nested.a) ? payload.nested.a.b : 0", 1],
    ["payload.name == null", true],
    ["payload.title == null", false],
    ["payload.title.startsWith('C')", true],
    ["payload.title.lowerAscii()", "ceo"],
    ["payload.words.join('-')", "x-y"],
    ["'a,b'.split(',')", ["a", "b"]],
    ["payload.title.matches('^C.O$')", true],
    ["cel.bind(x, payload.score, x + x)", 180],
    ["timestamp(payload.when) + duration('90m')", "2026-01-31T13:30:00.000Z"],
    ["timestamp('2026-01-01T00:00:01.5Z') - timestamp('2026-01-01T00:00:00Z')", "1.5s"],
    ["timestamp(payload.when).getFullYear()", 2026],
    ["duration('-1500ms')", "-1.5s"],
    ["steps.call.body.id + 1", 6],
    ["steps['node-1'] + 1", 8],
    ["steps[vars.which].body.id", 5],
  ])("%s", (source, expected) => {
    expect(evaluate(source)).toStrictEqual(expected);
  });

  test("the map of all steps is requested only if an id is computed", () => {
    const scope: ExpressionScope = {
      ...scopeOf(payload),
      steps: () => {
        throw new Error("asked for all steps");
      },
    };
    expect(compileCel("steps.call.body.id + 1", "").evaluate(scope, createBudget())).toBe(6);
    expect(() => compileCel("steps[vars.which].body.id", "").evaluate(scope, createBudget())).toThrow(
      "asked for all steps",
    );
  });

  test("a compiled formula can be evaluated in different scopes", () => {
    const compiled = compileCel("payload.items.map(i, i.id + payload.add)", "");
    for (const add of [1, 10, 100]) {
      expect(compiled.evaluate(scopeOf({ items: [{ id: 1 }], add }), createBudget())).toEqual([1 + add]);
    }
  });
});

describe("keys with a meaning in JavaScript are ordinary data", () => {
  const item = JSON.parse(
    '{"constructor": {"a": 1}, "prototype": 2, "__proto__": 3, "toString": 4, "hasOwnProperty": 5, "valueOf": 6, "n": 7}',
  ) as JsonObject;
  const data: JsonObject = { ...(item as object), item, items: [item, item], list: { constructor: [1] } };

  test.each<[string, Json]>([
    ["payload.n + 1", 8],
    ["payload.constructor.a + 1", 2],
    ["payload.item['constructor'].a + 1", 2],
    ["payload.item.prototype + payload.item.toString", 6],
    ["payload.item['__proto__'] + 1", 4],
    ["size(payload.items)", 2],
    ["payload.items.map(i, i.constructor.a)", [1, 1]],
    ["payload.items.filter(i, i.n == 7).size()", 2],
    ["payload.items.exists(i, i.valueOf == 6)", true],
    ["payload.items[0] == payload.items[1]", true],
    ["payload.item in payload.items", true],
    ["payload.items[1].constructor == {'a': 1}", true],
    ["has(payload.item.constructor)", true],
    ["has(payload.item.constructor.b)", false],
    ["payload.?item.?constructor.?a.orValue(9)", 1],
    ["payload.?item.?n.orValue(9)", 7],
    ["payload.?item.?zz.orValue(9)", 9],
    ["payload.list.constructor[0] + 1", 2],
    ["payload.item.keys().size()", 7],
    ["payload.item.merge({'constructor': 1}).constructor", 1],
    ["cel.bind(x, payload.item, x.n + x.hasOwnProperty)", 12],
    ["coalesce(payload.item.zz, payload.item.constructor.a)", 1],
    ["{'constructor': payload.item.n, 'b': 1}", { constructor: 7, b: 1 }],
    ["{'constructor': {'constructor': 5}}.constructor.constructor", 5],
    ["payload.item.n > 1 ? payload.item : null", item],
  ])("%s", (source, expected) => {
    expect(evaluate(source, data)).toStrictEqual(expected);
  });

  test("a key that the data does not have is not found", () => {
    for (const name of ["constructor", "prototype", "__proto__", "toString", "hasOwnProperty"]) {
      expect(errorOf(() => evaluate(`payload['${name}'] == 1`, { a: 1 })).code).toBe("EXPRESSION_PATH_MISSING");
      expect(evaluate(`payload[?'${name}'].orValue(0)`, { a: 1 })).toBe(0);
    }
  });
});

describe("values without a JSON form, and values of a wrong type", () => {
  test.each<[string, string]>([
    ["1.0 / 0.0", "EXPRESSION_TYPE"],
    ["0.0 / 0.0", "EXPRESSION_TYPE"],
    ["1 / 0", "EXPRESSION_TYPE"],
    ["9007199254740993", "EXPRESSION_TYPE"],
    ["9223372036854775807 + 1", "EXPRESSION_TYPE"],
    ["type(1)", "EXPRESSION_TYPE"],
    ["payload.title + payload.score", "EXPRESSION_TYPE"],
    ["payload.title ? 1 : 2", "EXPRESSION_TYPE"],
    ["payload.title.substring(payload.score)", "EXPRESSION_TYPE"],
    ["timestamp('2026-01-31T12:00:00.000')", "EXPRESSION_TYPE"],
    ["payload.zz.y + 1", "EXPRESSION_PATH_MISSING"],
    ["payload.items[9].id + 1", "EXPRESSION_PATH_MISSING"],
    ["payload.?zz", "EXPRESSION_PATH_MISSING"],
    ["payload.?zz.value()", "EXPRESSION_PATH_MISSING"],
    ["item.id + 1", "EXPRESSION_PATH_MISSING"],
    ["steps.nope.x + 1", "EXPRESSION_PATH_MISSING"],
    ["payload.constructor + 1", "EXPRESSION_PATH_MISSING"],
    ["payload['__proto__'] == 1", "EXPRESSION_PATH_MISSING"],
    ["payload.items.exists(i, i.zz == 1)", "EXPRESSION_PATH_MISSING"],
  ])("%s: %s", (source, code) => {
    expect(errorOf(() => evaluate(source)).code).toBe(code);
  });

  test("a missing path is named", () => {
    expect(errorOf(() => evaluate("payload.nested.zz.y + 1"))).toMatchObject({ path: "payload.nested.zz" });
    expect(errorOf(() => evaluate("steps['node-9'].x + 1"))).toMatchObject({ path: 'steps["node-9"]' });
  });

  test.each<[string, string]>([
    ["'a' + 1", "TEMPLATE_SYNTAX"],
    ["nope(1)", "TEMPLATE_SYNTAX"],
    ["payload.title.nope()", "TEMPLATE_SYNTAX"],
    ["b'ab'", "TEMPLATE_SYNTAX"],
    ["bytes('a')", "TEMPLATE_SYNTAX"],
    ["timestamp(payload.when).getHours('Europe/Berlin')", "TEMPLATE_SYNTAX"],
    ["timestamp(payload.when).getDayOfYear()", "TEMPLATE_SYNTAX"],
    ["constructor('x')", "TEMPLATE_SYNTAX"],
    ["payload.constructor('x')", "TEMPLATE_SYNTAX"],
    ["true ? 1 : 'a'", "TEMPLATE_SYNTAX"],
    ["globalThis", "EXPRESSION_PATH_MISSING"],
    [`${"(".repeat(200)}1${")".repeat(200)}`, "EXPRESSION_TOO_DEEP"],
    [`${"!".repeat(4_000)}true`, "EXPRESSION_TOO_LARGE"],
    [`${"!".repeat(1_000)}true`, "EXPRESSION_TOO_DEEP"],
    [`${"1+".repeat(500)}1`, "EXPRESSION_TOO_DEEP"],
    [`[${"1,".repeat(1_500)}1]`, "EXPRESSION_TOO_LARGE"],
  ])("refused when it is compiled: %s", (source, code) => {
    expect(errorOf(() => compileCel(source, "")).code).toBe(code);
  });
});

describe("budget", () => {
  const many = {
    list: Array.from({ length: 2_000 }, (_, index) => index),
    text: "x".repeat(100_000),
    ids: Array.from({ length: 2_000 }, (_, id) => String(id)),
  };
  test.each([
    "payload.list.map(a, payload.list.map(b, a * b))",
    "payload.list.filter(a, payload.list.exists(b, a + b < 0))",
    "payload.list.all(a, payload.list.all(b, payload.list.all(c, a + b + c >= 0)))",
    "payload.list.exists(a, payload.list.exists(b, a + b < 0)) || true",
    "payload.ids.map(i, payload.text).join()",
    "payload.ids.map(i, payload.text + i)",
    "payload.list.map(a, payload.list + payload.list)",
    "payload.list.map(a, [a, payload.list] == [a, payload.list.map(b, b)])",
    "payload.text.split('').map(c, payload.text.split(''))",
    "payload.text.matches('(x+x+)+y')",
    "payload.ids.exists(i, payload.text.matches('(x*)*y'))",
    `[1]${Array.from({ length: 24 }, (_, level) => `.map(v${level}, [v${level}, v${level}])`).join("")}`,
    `cel.bind(a, [1]${".map(v, [v, v])".repeat(24)}, a == [1]${".map(w, [w, w])".repeat(24)})`,
    `cel.bind(a, dyn([1]${".map(v, [v, v])".repeat(24)}), a in [dyn([1]${".map(w, [w, w])".repeat(24)})])`,
  ])("%s", (source) => {
    const budget = createBudget();
    expect(errorOf(() => evaluate(source, many, budget)).code).toMatch(/^EXPRESSION_(BUDGET|RESULT_TOO_LARGE)$/);
    // The number of steps shows that the evaluation ended at the limit and not long after it.
    expect(budget.steps).toBeGreaterThan(-20_000);
  });

  test("the visits of every macro are counted", () => {
    const steps = (source: string): number => {
      const budget = createBudget();
      evaluate(source, { list: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], o: {} }, budget);
      return createBudget().steps - budget.steps;
    };
    expect(steps("payload.list.map(x, x + 1)")).toBeGreaterThanOrEqual(40);
    expect(steps("payload.list.filter(x, x > 1)")).toBeGreaterThanOrEqual(40);
    expect(steps("payload.list.all(x, x > 0)")).toBeGreaterThanOrEqual(40);
    expect(steps("has(payload.o.x)")).toBeGreaterThanOrEqual(1);
    expect(steps("payload.?o.orValue(payload.list.map(x, x))")).toBeLessThan(10);
    expect(steps("payload.?zz.orValue(payload.list.map(x, x))")).toBeGreaterThan(20);
    expect(steps("cel.bind(y, payload.list.map(x, x), y)")).toBeGreaterThan(20);
  });

  test("patterns that no linear engine can run are refused with a hint", () => {
    expect(errorOf(() => evaluate("payload.title.matches('(?=x)')"))).toMatchObject({ code: "EXPRESSION_TYPE" });
  });
});
