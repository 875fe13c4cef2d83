import { expect, test } from "vitest";
import type { Json, JsonObject } from "../definition/json.ts";
import { createBudget } from "./budget.ts";
import { compileTemplate } from "./compile-template.ts";
import { ExpressionError } from "./expression-error.ts";

function render(url: string, payload: JsonObject, urls: ReadonlySet<string> = new Set(["/url"])): Json {
  const scope = { root: () => payload, step: () => undefined, steps: () => ({}) };
  return (compileTemplate({ url }, { urls }).render(scope, createBudget()) as JsonObject)["url"]!;
}

function codeOf(run: () => unknown): string {
  try {
    return JSON.stringify(run());
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
}

const HOSTILE = [
  "../../admin?x=1#y",
  "/../admin",
  "a/b\\c",
  "?x=1&y=2",
  "#end",
  "%2e%2e",
  "%2F..%2F",
  "..;/",
  "@evil.example",
  "://evil.example/",
  "//evil.example",
  "\\\\evil.example",
  "\t..\n",
  "a b+ä😀'\"<>",
  "\u0000",
];

test.each(HOSTILE)("a value stays one path segment, and one value of the query: %j", (value) => {
  const url = new URL(
    render("https://api.example.com/api/{{ payload.p }}/end?q={{ payload.p }}&r=1", { p: value }) as string,
  );
  expect(url.origin).toBe("https://api.example.com");
  expect(url.pathname.split("/")).toHaveLength(4);
  expect(decodeURIComponent(url.pathname.split("/")[2]!)).toBe(value);
  expect([...url.searchParams]).toEqual([
    ["q", value],
    ["r", "1"],
  ]);
  expect(url.hash).toBe("");
});

test.each([
  ["https://x.example/a/{{ payload.p }}/b", ".."],
  ["https://x.example/a/{{ payload.p }}", "."],
  ["https://x.example/a/.{{ payload.p }}?q", "."],
  ["https://x.example/a/%2e{{ payload.p }}", "."],
  ["https://x.example/a/%2{{ payload.p }}.", "e"],
  ["https://x.example/a/{{ payload.p }}{{ payload.p }}", "."],
  ["https://x.example/a\\{{ payload.p }}\\b", ".."],
  ["https://x.example/a/.{{ payload.p }}.", ""],
  ["https://x.example/a/{{ urlEncode(payload.p) }}/b", ".."],
  ["https://x.example/{{ raw(payload.p + '/') }}{{ payload.p }}", ".."],
  ["https://x.example/a/.\t{{ payload.p }}", "."],
  ["https://x.example/a/{{ payload.p }} \u0000", ".."],
  ["https://x.example/a/{{ raw('.\\t') }}{{ payload.p }}", "."],
])("no value makes a segment of dots: %s with %j", (url, p) => {
  expect(codeOf(() => render(url, { p }))).toBe("URL_DOT_SEGMENT");
});

test.each([
  "https://x.example/orders/{{ payload.p }}",
  "https://x.example/orders/{{ payload.p }}/items",
  "https://x.example/{{ payload.p }}?q=1",
  "https://x.example/{{ payload.p }}#end",
  "https://x.example/a/{{ payload.p }}{{ payload.p }}",
  "https://x.example/a/{{ urlEncode(payload.p) }}",
  "https://x.example/a//{{ payload.p }}",
])("no empty value leaves out a segment of the path: %s", (url) => {
  expect(codeOf(() => render(url, { p: "" }))).toBe("URL_EMPTY_SEGMENT");
});

test.each([
  ["https://x.example/v{{ payload.p }}/a", "https://x.example/v/a"],
  ["https://x.example/a?q={{ payload.p }}", "https://x.example/a?q="],
  ["https://x.example/a?{{ payload.p }}#{{ payload.p }}", "https://x.example/a?#"],
  ["https://x.example/a/{{ raw(payload.p) }}", "https://x.example/a/"],
  ["https://x.example//a/b{{ payload.p }}", "https://x.example//a/b"],
])("an empty value elsewhere is left alone: %s", (url, result) => {
  expect(render(url, { p: "" })).toBe(result);
});

test.each([
  ["https://{{ raw(payload.base) }}/{{ payload.p }}/a", ""],
  ["https://{{ raw(payload.base) }}/{{ payload.p }}/a", "/"],
  ["{{ raw(payload.base) }}/{{ payload.p }}", "https:/"],
  ["{{ raw(payload.base) }}/{{ payload.p }}", "/"],
  ["{{ raw(payload.base) }}/{{ payload.p }}", ""],
  ["{{ raw(payload.base) }}/{{ payload.p }}", "https:\t/"],
])("a value is no host either where the raw value before it is none: %s with %j", (url, base) => {
  expect(codeOf(() => render(url, { base, p: "evil.example" }))).toBe("TEMPLATE_IN_URL_HOST");
});

test.each([
  ["https://x.example/a/../{{ payload.p }}", "b", "https://x.example/a/../b"],
  ["https://x.example/?dir=/../{{ payload.p }}", "..", "https://x.example/?dir=/../.."],
  ["https://x.example/a.{{ payload.p }}", ".", "https://x.example/a.."],
  ["https://x.example/{{ payload.p }}", "...", "https://x.example/..."],
])("dots that are no segment of a value are left alone: %s", (url, p, result) => {
  expect(render(url, { p })).toBe(result);
});

test.each([
  "{{ payload.p }}",
  "{{ payload.p }}/a",
  "https://{{ payload.p }}",
  "https://{{ payload.p }}.example.com/a",
  "https://example.com:{{ payload.p }}/a",
  "https://{{ payload.p }}@example.com/a",
  "https://user:{{ payload.p }}@example.com/a",
  "https://example.com{{ payload.p }}",
  "https:///{{ payload.p }}/a",
  "https:/{{ payload.p }}/a",
  "https:\\\\{{ payload.p }}/a",
  "{{ payload.p }}://example.com/a",
  "/a/{{ payload.p }}",
  "https:/\t/{{ payload.p }}/a",
  " https://{{ payload.p }}/a",
  "{{ urlEncode(payload.p) }}/a",
  "{{ raw(payload.p) }}{{ payload.p }}",
  "{{ raw(payload.p) }}://{{ payload.p }}/a",
  "{{ raw(payload.p) }}//{{ payload.p }}/a",
  "https://{{ raw(payload.p) }}{{ payload.p }}/a",
])("a template in the scheme or host is refused: %s", (url) => {
  expect(codeOf(() => render(url, { p: "x" }))).toBe("TEMPLATE_IN_URL_HOST");
});

test.each([
  ["{{ raw(payload.base) }}", "https://eu.example.com/v1?a=b"],
  ["{{ raw(payload.base) }}/x/{{ payload.p }}", "https://eu.example.com/v1?a=b/x/a%2Fb"],
  ["https://{{ raw(payload.region) }}.example.com/{{ payload.p }}", "https://eu.example.com/a%2Fb"],
  ["https://x.example/{{ raw(payload.p) }}", "https://x.example/a/b"],
  [" https://x.example/{{ payload.p }}", " https://x.example/a%2Fb"],
  [
    "https://x.example/{{ urlEncode(payload.p) }}?{{ toQuery({'q': payload.p, 'n': 1}) }}",
    "https://x.example/a%2Fb?q=a%2Fb&n=1",
  ],
  ["https://x.example/{{ payload.n }}/{{ payload.b }}/{{ payload.list }}", "https://x.example/7/true/%5B1%5D"],
  ["https://x.example/{{ 'a' + payload.p }}", "https://x.example/aa%2Fb"],
])("what the author marks as raw, and what a function has encoded, is put in as it is: %s", (url, result) => {
  const payload = { base: "https://eu.example.com/v1?a=b", region: "eu", p: "a/b", n: 7, b: true, list: [1] };
  expect(render(url, payload)).toBe(result);
});

test("half of a character is an error, and null stays one", () => {
  expect(codeOf(() => render("https://x.example/{{ payload.p }}", { p: "\ud83d" }))).toBe("EXPRESSION_TYPE");
  expect(codeOf(() => render("https://x.example/{{ payload.p }}", { p: null }))).toBe("EXPRESSION_TYPE");
});

test("a text that is no URL keeps its values", () => {
  expect(render("https://{{ payload.p }}/{{ raw(payload.p) }}", { p: "a/.." }, new Set())).toBe("https://a/../a/..");
});
