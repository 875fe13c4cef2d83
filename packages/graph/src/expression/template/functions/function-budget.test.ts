import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../definition/json.ts";
import { createBudget } from "../../budget.ts";
import { compileTemplate } from "../../compile-template.ts";
import { ExpressionError } from "../../expression-error.ts";
import type { ExpressionScope } from "../../expression-scope.ts";

function scopeOf(payload: JsonObject): ExpressionScope {
  return {
    root: (name) => (name === "payload" ? payload : undefined),
    step: () => undefined,
    steps: () => ({}),
    now: () => 0,
    key: () => "k",
  };
}

const many: JsonObject = {
  list: Array.from({ length: 2_000 }, (_, index) => index),
  words: Array.from({ length: 2_000 }, (_, index) => `word ${index}`),
  items: Array.from({ length: 2_000 }, (_, id) => ({ id, name: `n${id}` })),
  map: Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, index])),
  text: "x".repeat(200_000),
  commas: ",".repeat(100_000),
  base64: "QUJD".repeat(50_000),
  json: JSON.stringify(Array.from({ length: 50_000 }, (_, index) => index)),
};

function errorOf(source: string, budget = createBudget()): ExpressionError {
  try {
    compileTemplate(`{{ ${source} }}`).render(scopeOf(many), budget);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`no error: ${source}`);
}

describe("a function in a loop ends at the budget", () => {
  test.each([
    "payload.list.map(a, payload.text.upper())",
    "payload.list.map(a, payload.text.lower())",
    "payload.list.map(a, payload.text.capitalize())",
    "payload.list.map(a, payload.text.reverse())",
    "payload.list.map(a, payload.text.replace('x', 'yy'))",
    "payload.list.map(a, payload.text.slice(1))",
    "payload.list.map(a, payload.text.truncate(150000))",
    "payload.list.map(a, payload.text.contains('y'))",
    "payload.list.map(a, payload.commas.split(','))",
    "payload.list.map(a, payload.commas.split(',', 100))",
    "payload.list.map(a, payload.words.join(', '))",
    "payload.list.map(a, 'x'.padStart(100000))",
    "payload.list.map(a, 'x'.padEnd(100000))",
    "payload.list.map(a, 'x'.repeat(100000))",
    "payload.list.map(a, payload.words.indexOf('none'))",
    "payload.list.map(a, payload.words.contains('none'))",
    "payload.list.map(a, payload.list.sort())",
    "payload.list.map(a, payload.items.sort('name'))",
    "payload.list.map(a, payload.words.distinct())",
    "payload.list.map(a, payload.items.groupBy('name'))",
    "payload.list.map(a, payload.list.reverse())",
    "payload.list.map(a, payload.list.chunk(1))",
    "payload.list.map(a, payload.list.slice(1))",
    "payload.list.map(a, [payload.list, payload.list].flatten())",
    "payload.list.map(a, range(2000))",
    "payload.list.map(a, sum(payload.list))",
    "payload.list.map(a, max(payload.list))",
    "payload.list.map(a, payload.map.keys())",
    "payload.list.map(a, payload.map.values())",
    "payload.list.map(a, payload.map.entries())",
    "payload.list.map(a, fromEntries(payload.map.entries()))",
    "payload.list.map(a, payload.map.merge(payload.map))",
    "payload.list.map(a, payload.map.pick(payload.words))",
    "payload.list.map(a, payload.map.omit(payload.words))",
    "payload.list.map(a, toJson(payload.items))",
    "payload.list.map(a, toJson(payload.items, 8))",
    "payload.list.map(a, parseJson(payload.json))",
    "payload.list.map(a, base64Encode(payload.text))",
    "payload.list.map(a, base64UrlEncode(payload.text))",
    "payload.list.map(a, base64Decode(payload.base64))",
    "payload.list.map(a, urlEncode(payload.text))",
    "payload.list.map(a, urlDecode(payload.text))",
    "payload.list.map(a, toQuery(payload.map))",
    "payload.list.map(a, sha256(payload.text))",
    "payload.list.map(a, sha512(payload.text))",
    "payload.list.map(a, sha1(payload.text))",
    "payload.list.map(a, md5(payload.text))",
    "payload.list.map(a, hmacSha256(payload.text, 'k'))",
    "payload.list.map(a, hmacSha256('a', payload.text))",
    "payload.list.map(a, payload.list.map(b, uuid()))",
    "payload.list.map(a, payload.list.map(b, now()))",
    "payload.list.map(a, payload.list.map(b, formatDate('2026-01-01', 'yyyy')))",
    "payload.list.map(a, payload.list.map(b, addMonths('2026-01-01', 1, 'Europe/Berlin')))",
    "payload.list.map(a, payload.list.map(b, coalesce(payload.zz, payload.yy, b)))",
  ])("%s", (source) => {
    const budget = createBudget();
    expect(errorOf(source, budget).code).toBe("EXPRESSION_BUDGET");
    // It ended at the limit, not long after: at most one more call was begun.
    expect(budget.steps).toBeGreaterThan(-30_000);
    expect(budget.bytes).toBeGreaterThan(-3_000_000);
  });
});

describe("a function whose result would be too large is not begun", () => {
  test.each<[string, string]>([
    ["range(2147483648)", "EXPRESSION_BUDGET"],
    ["range(-2147483648, 2147483648)", "EXPRESSION_BUDGET"],
    ["'x'.repeat(2147483648)", "EXPRESSION_RESULT_TOO_LARGE"],
    ["'x'.padStart(2147483648)", "EXPRESSION_RESULT_TOO_LARGE"],
    ["'x'.padEnd(10000000, 'ab')", "EXPRESSION_RESULT_TOO_LARGE"],
    ["payload.text.replace('x', payload.text)", "EXPRESSION_RESULT_TOO_LARGE"],
    ["payload.words.join(payload.text)", "EXPRESSION_RESULT_TOO_LARGE"],
  ])("%s: %s", (source, code) => {
    const before = process.memoryUsage().heapUsed + process.memoryUsage().external;
    const error = errorOf(source);
    expect(error).toMatchObject({ code, expression: source });
    expect(error.hint).toBeTruthy();
    expect(process.memoryUsage().heapUsed + process.memoryUsage().external - before).toBeLessThan(50e6);
  });
});

describe("the error", () => {
  test("says whether it was the work or the size, with expression and hint", () => {
    const steps = errorOf("payload.list.map(a, payload.list.map(b, a + b))");
    expect(steps).toMatchObject({
      code: "EXPRESSION_BUDGET",
      message: expect.stringContaining("more steps"),
      expression: "payload.list.map(a, payload.list.map(b, a + b))",
      hint: expect.stringContaining("fewer items"),
    });
    const bytes = errorOf("payload.list.map(a, payload.text + string(a))");
    expect(bytes).toMatchObject({
      code: "EXPRESSION_BUDGET",
      message: expect.stringContaining("more text, lists and maps"),
      expression: "payload.list.map(a, payload.text + string(a))",
      hint: expect.stringContaining("Build less"),
    });
  });

  test("of depth names its limit", () => {
    const nested = `${"[".repeat(70)}1${"]".repeat(70)}`;
    expect(errorOf(nested)).toMatchObject({ code: "EXPRESSION_TOO_DEEP", hint: expect.stringContaining("transform") });
    const grown = `cel.bind(a, [1]${".map(v, [v])".repeat(20)}, [[[[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]]]])`;
    const deeper = `cel.bind(x, ${grown}, [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]]]]]]]]]])`;
    expect(errorOf(deeper).code).toMatch(/^EXPRESSION_(TOO_DEEP|RESULT_TOO_LARGE)$/);
  });
});
