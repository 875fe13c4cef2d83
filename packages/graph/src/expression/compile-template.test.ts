import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../definition/json.ts";
import { createBudget } from "./budget.ts";
import { compileTemplate } from "./compile-template.ts";
import { ExpressionError } from "./expression-error.ts";
import type { ExpressionScope } from "./expression-scope.ts";

const payload: JsonObject = {
  lead: { title: "CEO", score: 90, "first name": "Ada", tags: ["a", "b"], nothing: null },
  items: [
    { id: 1, n: "x" },
    { id: 2, n: "y" },
  ],
  braces: "{{ payload.lead.title }}",
  when: "2026-01-31T12:00:00Z",
  größe: 7,
};
const steps: JsonObject = { "node-1": { body: { id: 5, items: [{ id: 6 }] } }, call: { body: "ok" }, "3": { n: 1 } };

function scopeOf(roots: JsonObject, outputs: JsonObject = steps): ExpressionScope {
  return {
    root: (name) => (Object.hasOwn(roots, name) ? roots[name] : undefined),
    step: (id) => (Object.hasOwn(outputs, id) ? outputs[id] : undefined),
    steps: () => outputs,
  };
}
const scope = scopeOf({ payload, vars: { which: "call", k: 1 } });

function render(value: Json, budget = createBudget()): Json {
  return compileTemplate(value).render(scope, budget);
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

describe("text and type", () => {
  test.each<[Json, Json]>([
    ["plain", "plain"],
    ["{{ payload.lead.score }}", 90],
    ["{{payload.lead}}", payload.lead as Json],
    ["  {{ payload.lead.score }}", "  90"],
    ["Hi {{ payload.lead.title }}, {{ payload.lead.score }}!", "Hi CEO, 90!"],
    ["{{ payload.lead.tags }}{{ true }}", '["a","b"]true'],
    ["{{ payload.lead.nothing }}", null],
    ['{{ "{{" }}', "{{"],
    ['a {{ "{{ }}" }} b', "a {{ }} b"],
    ["{{ payload.braces }}", "{{ payload.lead.title }}"],
    ["x{{ payload.braces }}", "x{{ payload.lead.title }}"],
    ['{{ {"a": {"b": payload.lead.score}} }}', { a: { b: 90 } }],
    ['{{{"a":{"b":1}}}}', { a: { b: 1 } }],
    ["{{ 'it\\'s }}' }}", "it's }}"],
    ["{{ '''a'}}'b''' }}", "a'}}'b"],
    [
      { deep: [{ x: "{{ payload.lead.score }}", y: 1 }], "{{ key }}": true },
      { deep: [{ x: 90, y: 1 }], "{{ key }}": true },
    ],
  ])("%j renders %j", (value, expected) => {
    expect(render(value)).toEqual(expected);
  });

  test("null inside a text is an error that says how to write a default", () => {
    const error = errorOf(() => render("Hi {{ payload.lead.nothing }}"));
    expect(error.code).toBe("EXPRESSION_TYPE");
    expect(render('Hi {{ payload.lead.nothing == null ? "you" : payload.lead.nothing }}')).toBe("Hi you");
    expect(error.hint).toContain("payload.lead.nothing == null ?");
  });

  test("static data is returned as the same frozen object each time", () => {
    const source: Json = { a: [{ b: 1 }], c: "{{ payload.lead.score }}" };
    const template = compileTemplate(source);
    const [first, second] = [
      template.render(scope, createBudget()),
      template.render(scope, createBudget()),
    ] as JsonObject[];
    expect(first?.a).toBe(second?.a);
    expect(Object.isFrozen((first!.a as Json[])[0])).toBe(true);
    expect(Object.isFrozen(source.a)).toBe(false);
    expect(compileTemplate({ a: [1] }).isStatic).toBe(true);
    expect(template.isStatic).toBe(false);
  });

  test("a key __proto__ is data", () => {
    const value = JSON.parse('{"__proto__": "{{ payload.lead.score }}", "b": 1}') as Json;
    expect(JSON.stringify(render(value))).toBe('{"__proto__":90,"b":1}');
  });

  test.each([
    "{{",
    "a {{ payload.x",
    "{{ }}",
    "{{ 'open }}",
    "{{ payload.x } }}",
    "{{ 1 + }}",
    "{{ payload..x }}",
    "{{ a b }}",
    "{{ payload.x ?? 1 }}",
  ])("%s does not parse", (text) => {
    expect(errorOf(() => compileTemplate(text)).code).toBe("TEMPLATE_SYNTAX");
  });
});

describe("plain paths", () => {
  test.each<[string, Json]>([
    ['steps["node-1"].body.id', 5],
    ['steps["node-1"].body.items[0].id', 6],
    ['steps["node-1"].body.items.0.id', 6],
    ["steps.3.n", 1],
    ['payload.lead["first name"]', "Ada"],
    ["payload.lead['first name']", "Ada"],
    ["payload.größe", 7],
    ["vars.which", "call"],
    ["steps", steps],
  ])("%s", (path, expected) => {
    expect(render(`{{ ${path} }}`)).toEqual(expected);
  });

  test.each<[string, string, string]>([
    ["payload.lead.missing", "payload.lead.missing", 'payload.lead has no "missing"'],
    ["payload.lead.zz.deep.er", "payload.lead.zz.deep.er", 'payload.lead has no "zz"'],
    ["steps.nope.body", "steps.nope.body", 'steps has no "nope"'],
    ["item.id", "item.id", 'there is no "item" here'],
    ["payload.items[2].id", "payload.items[2].id", "payload.items has no 2"],
    ["payload.items.length", "payload.items.length", 'payload.items has no "length"'],
    ["payload.lead.title.length", "payload.lead.title.length", 'payload.lead.title has no "length"'],
    ["payload.constructor", "payload.constructor", 'payload has no "constructor"'],
    ["payload.__proto__", "payload.__proto__", 'payload has no "__proto__"'],
    ["payload.items.map", "payload.items.map", 'payload.items has no "map"'],
    ["payload.lead.nothing.x", "payload.lead.nothing.x", 'payload.lead.nothing has no "x"'],
    ['payload.lead["score-1"]', 'payload.lead["score-1"]', 'payload.lead has no "score-1"'],
  ])("%s is missing", (source, path, where) => {
    const error = errorOf(() => render(`{{ ${source} }}`));
    expect(error).toMatchObject({ code: "EXPRESSION_PATH_MISSING", path });
    expect(error.message).toContain(where);
    expect(error.hint).toBeDefined();
  });

  test("a hint for a missing path works as it is written", () => {
    const hint = errorOf(() => render("{{ payload.lead.zz.deep }}")).hint as string;
    const expression = /payload\S+$/.exec(hint)?.[0] as string;
    expect(expression).toBe('payload.lead.?zz.?deep.orValue("…")');
    expect(render(`{{ ${expression} }}`)).toBe("…");
  });

  test("a name that is no root is refused when it is compiled", () => {
    expect(errorOf(() => compileTemplate("{{ lead.title }}"))).toMatchObject({
      code: "EXPRESSION_PATH_MISSING",
      path: "lead",
    });
    expect(errorOf(() => compileTemplate("{{ lead.title + 'x' }}"))).toMatchObject({
      code: "EXPRESSION_PATH_MISSING",
      path: "lead",
    });
    expect(errorOf(() => compileTemplate("{{ lead.title }}")).hint).toContain("payload.lead");
  });
});

describe("a dash in an expression", () => {
  const cost = { total: 10, tax: 3, "total-payload": { tax: "a field" } };
  const see = (source: string, payload: Json, interpreterVersion?: number) =>
    compileTemplate(`{{ ${source} }}`, interpreterVersion === undefined ? {} : { interpreterVersion }).render(
      scopeOf({ payload }, steps),
      createBudget(),
    );

  test("is a subtraction, as in CEL", () => {
    expect(see("payload.total-payload.tax", cost)).toBe(7);
    expect(see("payload.total-1", cost)).toBe(9);
    expect(see('payload["total-payload"].tax', cost)).toBe("a field");
  });

  test("is part of the name in a definition of interpreter version 1", () => {
    expect(see("payload.total-payload.tax", cost, 1)).toBe("a field");
    expect(see("steps.node-1.body.id", cost, 1)).toBe(5);
  });

  test.each([
    ["steps.node-1.body.id", 'steps["node-1"].body.id'],
    ["payload.content-type", 'payload["content-type"]'],
    ["payload.lead-name", 'payload["lead-name"]'],
  ])("%s: the hint names the brackets", (source, written) => {
    expect(errorOf(() => compileTemplate(`{{ ${source} }}`)).hint).toContain(written);
  });

  test("the hint shows the brackets also for an error at run time", () => {
    const error = errorOf(() => see("payload.total-payload.tax", { "total-payload": { tax: 1 } }));
    expect(error).toMatchObject({ code: "EXPRESSION_PATH_MISSING", path: "payload.total" });
    expect(error.hint).toContain('payload["total-payload"].tax');
  });
});

test("references contain the path, the place, and whether the path may be missing", () => {
  const template = compileTemplate(
    {
      a: '{{ steps["node-1"].body.id }} and {{ payload.lead.score + 1 }}',
      b: ['{{ payload.?lead.?name.orValue("x") }}', "{{ has(payload.t) ? payload.t.u : vars.d }}"],
      c: "{{ steps[vars.which].body }}",
      d: "{{ payload.items.map(item, item.id + vars.k) }}",
      "e/f": '{{ steps["node-1"].body.id > 1 }}',
    },
    { at: "/data" },
  );
  expect(
    template.references.map(
      ({ root, path, optional, at }) => `${at} ${[root, ...path].join(".")}${optional ? "?" : ""}`,
    ),
  ).toEqual([
    "/data/a steps.node-1.body.id",
    "/data/a payload.lead.score",
    "/data/b/0 payload.lead.name?",
    "/data/b/1 payload.t?",
    "/data/b/1 payload.t.u?",
    "/data/b/1 vars.d",
    "/data/c steps",
    "/data/c vars.which",
    "/data/d payload.items",
    "/data/d vars.k",
    "/data/e~1f steps.node-1.body.id",
  ]);
});

test("compiling does not use the budget", () => {
  const budget = createBudget({ steps: 1, bytes: 0 });
  compileTemplate("{{ payload.items.map(i, i.id * 2) }}");
  expect(render("{{ payload.lead.score }}", budget)).toBe(90);
  expect(budget.steps).toBe(0);
});

test("an exceeded budget makes one error, although `exists` goes on with the next item after an error", () => {
  const long = scopeOf({ payload: { list: Array.from({ length: 100_000 }, (_, index) => index) } });
  const budget = createBudget();
  const error = errorOf(() => compileTemplate("{{ payload.list.exists(x, x < 0) }}").render(long, budget));
  expect(error.code).toBe("EXPRESSION_BUDGET");
  expect(budget.exceeded).toBe(error);
});

test("the length of a text is bounded, even if each of its parts is small", () => {
  const long = scopeOf({ payload: { text: "x".repeat(1_000_000) } });
  const template = compileTemplate("{{ payload.text }}".repeat(20));
  expect(["EXPRESSION_BUDGET", "EXPRESSION_RESULT_TOO_LARGE"]).toContain(
    errorOf(() => template.render(long, createBudget())).code,
  );
});
