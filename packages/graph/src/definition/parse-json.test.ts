import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJsonText } from "./parse-json-text.ts";
import { checkJsonValue } from "./parse-json-value.ts";
import { findTextProblem } from "./parse-text-problem.ts";

const deep = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));

test.each<[string, string, RegExp]>([
  ["", "line 1, column 1: it is empty", /Send a JSON value/],
  ['{"a": 1,}', "line 1, column 9", /Remove the comma/],
  ['{\n  "a": 1,\n  b: 2\n}', 'line 3, column 3: unexpected "b"', /double quotes/],
  ["{'a': 1}", "line 1, column 2", /double quotes/],
  ["'a'", "line 1, column 1", /double quotes/],
  ['{"a": [1, 2', "it ends too early", /Close what is still open/],
  ['// c\n{"a": 1}', "line 1, column 1", /Remove the comment/],
  ['{"a": "x\ny"}', "line 1, column 9", /\\n/],
  ['{"a": 1 "b": 2}', "line 1, column 9", /comma/],
  ['{"x": x}', 'line 1, column 7: unexpected "x"', /double quotes/],
  ['["\\"x", 1, ]', "line 1, column 12", /Remove the comma/],
  ["[] x", "line 1, column 4", /double quotes/],
  ["[1, tru]", "line 1, column 5", /double quotes/],
])("the error for %j names the place and a hint", (text, place, hint) => {
  const { value, problems } = parseJsonText(text);
  expect(value).toBeUndefined();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code: "JSON_SYNTAX", severity: "error" });
  expect(problems[0]?.message).toContain(place);
  expect(problems[0]?.hint).toMatch(hint);
});

test("valid JSON parses with and without a byte order mark", () => {
  expect(parseJsonText('{"a": [1, "ü", null]}')).toEqual({ value: { a: [1, "ü", null] }, problems: [] });
  expect(parseJsonText('\uFEFF{"a": 1}').value).toEqual({ a: 1 });
  expect(parseJsonText("null").value).toBeNull();
});

test("any text gives a value or a problem, and agrees with JSON.parse", () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "]", "}", '"', "x", ":"))
    .map(([text, at, insert]) => text.slice(0, at % (text.length + 1)) + insert + text.slice(at % (text.length + 1)));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), broken), (text) => {
      let parses = true;
      try {
        JSON.parse(text);
      } catch {
        parses = false;
      }
      const { problems } = parseJsonText(text);
      expect(problems.some((problem) => problem.code === "JSON_SYNTAX")).toBe(!parses);
    }),
    { numRuns: 500 },
  );
});

test.each<[string, unknown, object, string, string]>([
  ["too deep", { a: deep(64) }, {}, "INPUT_TOO_DEEP", `/a${"/0".repeat(63)}`],
  ["too deep for recursion", deep(100_000), {}, "INPUT_TOO_DEEP", "/0".repeat(64)],
  ["too large", { a: "xxxxxxxxxx" }, { maxBytes: 10 }, "INPUT_TOO_LARGE", "/a"],
  ["many small values", Array.from({ length: 100 }, () => 1), { maxBytes: 100 }, "INPUT_TOO_LARGE", ""],
  ["a NUL", ["a", { b: "\u0000" }], {}, "NUL_CHARACTER", "/1/b"],
  ["a lone high surrogate", { a: "x\ud800" }, {}, "LONE_SURROGATE", "/a"],
  ["a lone low surrogate", { a: "\udc00x" }, {}, "LONE_SURROGATE", "/a"],
  ["NaN", [Number.NaN], {}, "NOT_JSON", "/0"],
  ["a date", { at: new Date(0) }, {}, "NOT_JSON", "/at"],
  ["a function", { f: () => 1 }, {}, "NOT_JSON", "/f"],
  ["undefined itself", undefined, {}, "NOT_JSON", ""],
  ["a BigInt", 1n, {}, "NOT_JSON", ""],
])("refuses %s", (_, value, limits, code, path) => {
  expect(checkJsonValue(value, limits)[0]).toMatchObject({ code, path, severity: "error" });
});

test("64 levels, emoji and an undefined property are fine", () => {
  expect(checkJsonValue({ a: deep(63), text: "👍", none: undefined })).toEqual([]);
});

test("counts the bytes that JSON.stringify would write", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
      const limits = { maxDepth: 1_000 };
      const tooLarge = (maxBytes: number) =>
        checkJsonValue(value, { ...limits, maxBytes }).some(({ code }) => code === "INPUT_TOO_LARGE");
      // -0 is written as 0, and counted so.
      expect(tooLarge(bytes)).toBe(false);
      expect(tooLarge(bytes - 1)).toBe(true);
    }),
  );
});

test("findTextProblem names the first place, in keys too, at any depth", () => {
  expect(findTextProblem({ a: ["ok", "\ud83d\ude00"] })).toBeNull();
  expect(findTextProblem({ a: ["ok", "\ud83d"] })).toEqual({ path: "/a/1", code: "LONE_SURROGATE" });
  expect(findTextProblem({ "k\u0000": 1 })).toEqual({ path: "/k\u0000", code: "NUL_CHARACTER" });
  expect(findTextProblem(JSON.parse("[".repeat(50_000) + '"\\u0000"' + "]".repeat(50_000)))).toMatchObject({
    code: "NUL_CHARACTER",
  });
});
