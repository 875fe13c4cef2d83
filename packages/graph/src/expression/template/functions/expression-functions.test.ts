import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../definition/json.ts";
import type { Budget } from "../../budget.ts";
import { createBudget } from "../../budget.ts";
import { compileTemplate } from "../../compile-template.ts";
import { ExpressionError } from "../../expression-error.ts";
import type { ExpressionScope } from "../../expression-scope.ts";
import { EXPRESSION_FUNCTIONS, TEMPLATE_FUNCTION_TABLE } from "./expression-functions.ts";

const example: JsonObject = { lead: { name: "Ada" } };

function scopeOf(payload: JsonObject, now: number | null = Date.UTC(2026, 2, 29, 1, 30)): ExpressionScope {
  const scope: ExpressionScope = {
    root: (name) => (name === "payload" ? payload : undefined),
    step: () => undefined,
    steps: () => ({}),
  };
  return now === null ? scope : { ...scope, now: () => now, key: () => "example/greet" };
}

function evaluate(source: string, payload: JsonObject = example, budget: Budget = createBudget()): Json {
  return compileTemplate(`{{ ${source} }}`).render(scopeOf(payload), budget);
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

describe("the list of functions", () => {
  test.each(EXPRESSION_FUNCTIONS.map((entry) => [entry.example, entry.result] as const))("%s", (source, result) => {
    expect(evaluate(source)).toStrictEqual(result);
  });

  test("has each function once, with a description and an example that uses it", () => {
    const keys = EXPRESSION_FUNCTIONS.map(({ kind, name }) => `${kind} ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { name, kind, signature, description, example: shown } of EXPRESSION_FUNCTIONS) {
      const call = kind === "method" ? `.${name}(` : `${name}(`;
      expect(shown, name).toContain(call);
      expect(signature, name).toContain(call);
      expect(description, name).toMatch(/^[A-Z].*\.$/s);
    }
  });

  test("takes as many arguments as it declares", () => {
    for (const { name, takes, declare = [], run } of TEMPLATE_FUNCTION_TABLE) {
      if (run === undefined) expect(declare, name).toEqual([]);
      for (const declaration of declare) {
        const inside = /\((.*)\)/.exec(declaration)?.[1] ?? "";
        expect(takes, declaration).toContain(inside === "" ? 0 : inside.split(", ").length);
      }
    }
  });
});

const data: JsonObject = {
  text: "Zoë, the CEO",
  tags: ["b", "a", "b"],
  none: null,
  empty: [],
  n: 2.5,
  items: [
    { id: 2, name: "b", at: { city: "Rome" } },
    { id: 1, name: "a", at: { city: "Bern" } },
  ],
  mixed: [1, "a", true, 2.5],
  when: "2026-03-29T12:00:00Z",
};

describe("text", () => {
  test.each<[string, Json]>([
    ["payload.text.upper()", "ZOË, THE CEO"],
    ["payload.text.substring(0, payload.n - 0.5)", "Zo"],
    ["payload.text.slice(-3)", "CEO"],
    ["payload.text.slice(4, 99)", " the CEO"],
    ["payload.text.slice(5, 2)", ""],
    ["payload.mixed.join(', ')", "1, a, true, 2.5"],
    ["payload.empty.join(', ')", ""],
    ["'a-b-c'.split('-')", ["a", "b", "c"]],
    ["'a-b-c'.split('-', 2)", ["a", "b-c"]],
    ["'a-b-c'.split('-', 9)", ["a", "b", "c"]],
    ["'a-b-c'.split('-', -1)", ["a", "b", "c"]],
    ["'a-b'.split('-', 0)", []],
    ["'abc'.split('')", ["a", "b", "c"]],
    ["'abc'.split('', 2)", ["a", "bc"]],
    ["''.split(',')", [""]],
    ["'a.a'.replace('a', '$&')", "$&.$&"],
    ["'aaa'.replace('aa', 'b')", "ba"],
    ["'é'.padStart(3, '*')", "**é"],
    ["'abc'.padEnd(2)", "abc"],
    ["'a😀b'.reverse()", "b😀a"],
    ["'a😀b'.truncate(3)", "a…"],
    ["'abc'.truncate(3)", "abc"],
    ["'abcd'.truncate(2, '')", "ab"],
    ["''.capitalize()", ""],
    ["payload.text.contains('CEO')", true],
    ["payload.tags.contains('c')", false],
    ["payload.items.contains({'at': {'city': 'Bern'}, 'name': 'a', 'id': 1})", true],
    ["'abcabc'.indexOf('c', 3)", 5],
    ["payload.tags.indexOf('b') + 1", 1],
    ["payload.mixed.indexOf(2.5)", 3],
  ])("%s", (source, expected) => {
    expect(evaluate(source, data)).toStrictEqual(expected);
  });
});

describe("numbers", () => {
  test.each<[string, Json]>([
    ["round(-2.5)", -3],
    ["round(2.5)", 3],
    ["round(-0.2)", 0],
    ["round(1.005, 2)", 1.01],
    ["round(1e300, 2)", 1e300],
    ["round(1.5e-7, 7)", 2e-7],
    ["round(payload.n) + 1", 4],
    ["floor(payload.n) == 2", true],
    ["min(payload.n, 3, 1)", 1],
    ["max([])== 0 || true", true],
    ["sum([])", 0],
    ["sum([1, 2.5])", 3.5],
    ["parseNumber(' 12 ')", 12],
    ["parseNumber('-1,234.5')", -1234.5],
    ["parseNumber('1 234,5', ',')", 1234.5],
    ['parseNumber("1\'234.50")', 1234.5],
    ["parseNumber('1e3')", 1000],
    ["parseNumber('.5')", 0.5],
    ["formatNumber(0.125, 2)", "0.13"],
    ["formatNumber(-0.001, 2)", "0.00"],
    ["formatNumber(-1234.5, 1, '.', ',')", "-1,234.5"],
    ["formatNumber(12, 0)", "12"],
    ["formatNumber(123, 2, ',', '$&')", "123,00"],
  ])("%s", (source, expected) => {
    expect(evaluate(source, data)).toStrictEqual(expected);
  });

  test.each(["", "abc", "1.2.3", "1,2,3.4.5", "--1", "0x10", "1e9999", "Infinity", "1 2a"])("no number: %j", (text) => {
    expect(errorOf(() => evaluate("parseNumber(payload.t)", { t: text })).code).toBe("EXPRESSION_TYPE");
  });
});

describe("lists and maps", () => {
  test.each<[string, Json]>([
    ["payload.tags.sort()", ["a", "b", "b"]],
    ["[10, 9, 1].sort()", [1, 9, 10]],
    ["payload.items.sort('at.city').map(i, i.id)", [1, 2]],
    ["payload.items.sort('id').last().name", "b"],
    ["payload.tags.distinct()", ["b", "a"]],
    ["payload.items.distinct('at.city').size()", 2],
    ["payload.items.groupBy('name').keys()", ["b", "a"]],
    ["payload.empty.first('x')", "x"],
    ["payload.tags.first('x')", "b"],
    ["payload.empty.flatten()", []],
    ["[[1, [2]]].flatten()", [1, [2]]],
    ["range(3)", [0, 1, 2]],
    ["range(-1, 1)", [-1, 0]],
    ["range(5, 1)", []],
    ["range(size(payload.tags)).map(i, payload.tags[i])", ["b", "a", "b"]],
    ["payload.tags.chunk(5)", [["b", "a", "b"]]],
    ["payload.tags.slice(1)", ["a", "b"]],
    ["payload.items[0].entries().filter(e, e.key == 'id')", [{ key: "id", value: 2 }]],
    ["payload.items[0].values().size()", 3],
    ["payload.items[0].pick(['id', 'zz'])", { id: 2 }],
    ["payload.items[0].omit(['at', 'name'])", { id: 2 }],
    ["payload.get('items.1.at.city', '-')", "Bern"],
    ["payload.get('items.01.at.city', '-')", "-"],
    ["payload.items.get('7.name', '-')", "-"],
    ["payload.get('items.length', '-')", "-"],
    ["payload.get('none', '-')", null],
    ["payload.get('none.x', '-')", "-"],
    ["payload.get('constructor', '-')", "-"],
    [
      "payload.items.map(i, {'key': i.name, 'value': i.id}) == [] ? dyn(0) : fromEntries(payload.items.map(i, {'key': i.name, 'value': i.id}))",
      { b: 2, a: 1 },
    ],
  ])("%s", (source, expected) => {
    expect(evaluate(source, data)).toStrictEqual(expected);
  });

  test("functions do not change their arguments", () => {
    const before = structuredClone(data);
    for (const call of ["tags.sort()", "tags.reverse()", "items.sort('id')", "tags.distinct()", "items.flatten()"]) {
      evaluate(`payload.${call}`, data);
    }
    expect(data).toEqual(before);
  });

  test("equal elements keep their order", () => {
    const items = Array.from({ length: 100 }, (_, id) => ({ id, k: id % 3 }));
    const sorted = evaluate("payload.items.sort('k')", { items }) as typeof items;
    expect(sorted).toEqual([0, 1, 2].flatMap((k) => items.filter((item) => item.k === k)));
  });
});

describe("JSON, encodings and hashes", () => {
  test.each<[string, Json]>([
    ["toJson(payload.items[0].at)", '{"city":"Rome"}'],
    ["toJson([1, 2.5, timestamp('2026-01-01T00:00:00Z')])", '[1,2.5,"2026-01-01T00:00:00.000Z"]'],
    ["toJson({'a': [1]}, 2)", '{\n  "a": [\n    1\n  ]\n}'],
    ["parseJson(toJson(payload)) == payload", true],
    ["parseJson('null')", null],
    ["base64Decode(base64Encode('Zoë 😀'))", "Zoë 😀"],
    ["base64Decode('YQ') + base64Decode('YQ==') + base64Decode('YWI=\\n')", "aaab"],
    ["base64Encode('')", ""],
    ["urlDecode(urlEncode('Zoë 😀 &'))", "Zoë 😀 &"],
    ["toQuery({'a b': 1.5, 'c': true, 'd': []})", "a%20b=1.5&c=true"],
    ["sha256('', 'base64')", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
    ["sha256('😀')", "f0443a342c5ef54783a111b51ba56c938e474c32324d90c3a60c9c8e3a37e2d9"],
  ])("%s", (source, expected) => {
    expect(evaluate(source, data)).toStrictEqual(expected);
  });

  test.each<[string, string]>([
    ["parseJson('{')", "is not JSON"],
    [`parseJson('${"[".repeat(200)}${"]".repeat(200)}')`, "deep"],
    ["parseJson('\"\\\\u0000\"')", "\\u0000"],
    ["base64Decode('a')", "not base64"],
    ["base64Decode('a?b=')", "not base64"],
    ["base64Decode('/w==')", "UTF-8"],
    ["urlDecode('%')", "%"],
    ["urlDecode('%00')", "%"],
    ["urlEncode('😀'.slice(0, 1))", "half of a character"],
    ["toQuery({'a': {'b': 1}})", "a map"],
    ["sha256('a', 'hax')", "encoding"],
  ])("%s: %s", (source, message) => {
    const error = errorOf(() => evaluate(source, data));
    expect(error).toMatchObject({ code: "EXPRESSION_TYPE", message: expect.stringContaining(message) });
    expect(error.hint).toBeTruthy();
  });
});

describe("now and uuid", () => {
  test("are the same in every evaluation of a step, and each uuid() is another", () => {
    const template = compileTemplate({ a: "{{ uuid() }}", b: "x-{{ uuid() }}", c: "{{ [uuid(), now()] }}" });
    const render = () => template.render(scopeOf(example), createBudget()) as { a: string; b: string; c: string[] };
    const first = render();
    expect(render()).toEqual(first);
    const ids = [first.a, first.b.slice(2), first.c[0]];
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first.c[1]).toBe("2026-03-29T01:30:00Z");
  });

  test("different steps get different ids", () => {
    const of = (key: string) =>
      compileTemplate("{{ uuid() }}").render({ ...scopeOf(example), key: () => key }, createBudget());
    expect(of("e/1")).not.toBe(of("e/2"));
  });

  test("outside an execution they are an error that says so", () => {
    for (const call of ["now()", "uuid()"]) {
      const error = errorOf(() => compileTemplate(`{{ ${call} }}`).render(scopeOf({}, null), createBudget()));
      expect(error).toMatchObject({ code: "EXPRESSION_NOT_HERE", expression: call });
      expect(error.hint).toContain("event.time");
    }
  });
});

describe("coalesce", () => {
  test.each<[string, Json]>([
    ["coalesce(payload.none, payload.zz.y.x, payload.tags[9], payload.n)", 2.5],
    ["coalesce(payload.zz, null)", null],
    ["coalesce(payload.?zz, payload.?n)", 2.5],
    ["coalesce(payload.n, 1 / 0)", 2.5],
    ["coalesce(false, true)", false],
    ["coalesce('', 'x')", ""],
    ["coalesce(payload.zz, payload.empty).size()", 0],
    ["coalesce(steps.call.body, 'x')", "x"],
    ["coalesce(item.id, 7)", 7],
    ["coalesce([].first(), 'x')", "x"],
    ["payload.items.map(i, coalesce(i.zz, i.name))", ["b", "a"]],
  ])("%s", (source, expected) => {
    expect(evaluate(source, data)).toStrictEqual(expected);
  });

  test("hides no error except a missing value", () => {
    expect(errorOf(() => evaluate("coalesce(1 / 0, 2)", data)).code).toBe("EXPRESSION_TYPE");
    expect(errorOf(() => evaluate("coalesce(payload.n, payload.n, nope)", data)).code).toBe("EXPRESSION_PATH_MISSING");
    expect(errorOf(() => evaluate("coalesce(payload.none, payload.zz)", data))).toMatchObject({
      code: "EXPRESSION_PATH_MISSING",
      path: "payload.zz",
    });
    const many = { list: Array.from({ length: 1_000 }, (_, index) => index) };
    const slow = "payload.list.map(a, payload.list.map(b, payload.list))";
    expect(errorOf(() => evaluate(`coalesce(${slow}, 1)`, many)).code).toBe("EXPRESSION_BUDGET");
  });

  test("its paths may be missing, except the last one", () => {
    const { references } = compileTemplate("{{ coalesce(payload.a, steps.b.c, payload.d) }}");
    expect(references.map(({ root, path, optional }) => [root, ...path, optional])).toEqual([
      ["payload", "a", true],
      ["steps", "b", "c", true],
      ["payload", "d", false],
    ]);
  });
});

describe("values that do not fit", () => {
  test.each<[string, string, string]>([
    ["payload.n.upper()", "upper needs a text, not a number", "string(…)"],
    ["payload.none.upper()", "upper needs a text, not null", "default"],
    ["payload.tags.upper()", "upper needs a text, not a list", ".join"],
    ["payload.items[0].upper()", "upper needs a text, not a map", "toJson"],
    ["round(payload.text)", "round needs a number, not a text", "parseNumber"],
    ["toQuery({'a': payload.?n})", "an optional value", "toJson"],
    ["payload.items[0].sort()", "sort needs a list, not a map", ".values()"],
    ["payload.mixed.sort()", "numbers and texts", "Filter"],
    ["payload.items.sort()", "not a map", "path"],
    ["payload.items.sort('zz')", "no zz", "Filter"],
    ["payload.items.groupBy('at')", "not a map", "Filter"],
    ["payload.empty.first()", "The list is empty", "default"],
    ["min(payload.empty)", "empty list", "size"],
    ["avg([])", "empty list", "size"],
    ["payload.items.join()", "a map", ".map"],
    ["payload.text.substring(99)", "whole number from 0 to 12", "range"],
    ["payload.text.repeat(0.5)", "whole number", "Round"],
    ["payload.text.repeat(-1)", "whole number", "range"],
    ["'a'.replace('', 'b')", "empty text", "Name"],
    ["'a'.padStart(5, '')", "empty text", "Name"],
    ["round(1.5, 99)", "whole number from 0 to 15", "range"],
    ["fromEntries([{'key': 'a'}])", "value", "missing"],
    ["range(1.5)", "whole number", "Round"],
  ])("%s: %s", (source, message, hint) => {
    const error = errorOf(() => evaluate(source, data));
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    expect(error.expression).toBe(source);
  });

  test.each<[string, string]>([
    ["'a'.toUpperCase()", "upper()"],
    ["upper('a')", "text.upper()"],
    ["payload.tags.length()", "size()"],
    ["payload.text.formatDate()", "formatDate(moment, pattern"],
    ["round()", "round(number, digits = 0)"],
    ["payload.text.explode()", "page on functions"],
    ["constructor()", "page on functions"],
    ["payload.?text.upper()", "default first"],
  ])("the hint for the unknown function %s names the right one", (source, hint) => {
    expect(errorOf(() => compileTemplate(`{{ ${source} }}`))).toMatchObject({
      code: "TEMPLATE_SYNTAX",
      hint: expect.stringContaining(hint),
    });
  });

  test.each(["1.upper()", "[1].keys()", "'a' + round(1)", "sha256(1)"])("refused when it is compiled: %s", (source) => {
    expect(errorOf(() => compileTemplate(`{{ ${source} }}`)).code).toBe("TEMPLATE_SYNTAX");
  });
});
