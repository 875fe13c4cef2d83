import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EventData, GraphSettings, StartPolicies } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";
import { compileStartPolicies } from "./compile-start-policies.ts";
import { startPolicyWords } from "./start-policy-words.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/start-policies.md"), "utf8");
const examples = [...page.matchAll(/```json\n(.+?)```\n\n((?:> [^\n]*\n)+)/gs)].map(
  ([, json = "", quote = ""]): [string, string] => [json.trim(), quote.replaceAll(/^> /gm, "").trim()],
);

function problemsOf(start: unknown): readonly string[] {
  const graph = { nodes: [{ id: "start", type: "start", data: {} }], edges: [], settings: { start } as GraphSettings };
  return validateGraph({ graph, types: new Map(coreNodeTypes.map((type) => [type.type, type])) })
    .filter(({ path }) => path.startsWith("/settings"))
    .map(({ code, path }) => `${code} ${path.replace("/settings/start/", "")}`);
}

describe("docs/start-policies.md", () => {
  test("has an example of each policy", () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
    expect(page.match(/```json/g)).toHaveLength(examples.length);
  });
  test.each(examples)("%s", (json, words) => {
    const { start } = JSON.parse(json) as { start: StartPolicies };
    expect(problemsOf(start)).toEqual([]);
    expect(startPolicyWords(start).join("\n")).toBe(words);
  });
});

test.each<[unknown, readonly string[]]>([
  [{}, []],
  [{ dedupe: { key: "{{ payload.id }}" } }, ["MISSING_FIELD dedupe/within"]],
  [{ dedupe: { within: "soon" } }, ["MISSING_FIELD dedupe/key", "INVALID_SETTING dedupe/within"]],
  [{ dedupe: { key: "payload.id", within: "1h" } }, ["INVALID_SETTING dedupe/key"]],
  [{ dedupe: { key: "{{ payload. }}", within: "1h" } }, ["INVALID_SETTING dedupe/key"]],
  [{ concurrency: { limit: 1, key: "{{ steps.a.id }}" } }, ["INVALID_SETTING concurrency/key"]],
  [{ concurrency: { limit: 1, key: '{{ vars["a"] + "x" }}' } }, ["INVALID_SETTING concurrency/key"]],
  [{ concurrency: { limit: 0 } }, ["INVALID_SETTING concurrency/limit"]],
  [{ concurrency: { limit: 1, whenFull: "wait" } }, ["INVALID_SETTING concurrency/whenFull"]],
  [{ rateLimit: { limit: 2 } }, ["MISSING_FIELD rateLimit/per"]],
  [{ throttle: { per: 0, limit: 1.5 } }, ["INVALID_SETTING throttle/per", "INVALID_SETTING throttle/limit"]],
  [{ debounce: { after: "10s" } }, ["MISSING_FIELD debounce/take"]],
  [{ debounce: { after: "10s", maxWait: "5s", take: "last" } }, ["INVALID_SETTING debounce/maxWait"]],
  [
    { debounce: { after: "soon", maxWait: "5s", take: "newest" } },
    ["INVALID_SETTING debounce/after", "INVALID_SETTING debounce/take"],
  ],
  [{ batch: { size: 1, after: "1m" } }, ["INVALID_SETTING batch/size"]],
  [{ batch: { size: 1_001 } }, ["INVALID_SETTING batch/size", "MISSING_FIELD batch/after"]],
  [{ batch: { size: 9, after: 5 }, debounce: { after: 5, take: "first" } }, ["INVALID_SETTING batch"]],
  [
    { batch: { size: 9, after: 5, key: "{{ payload.a }}" }, throttle: { limit: 1, per: 5, key: "{{ payload.b }}" } },
    ["INVALID_SETTING throttle/key"],
  ],
  [{ batch: { size: 9, after: 5, key: "{{ payload.a }}" }, concurrency: { limit: 1, key: "{{ payload.a }}" } }, []],
  [{ priority: 6 }, ["INVALID_SETTING priority"]],
  [{ priority: "payload.urgent" }, ["INVALID_SETTING priority"]],
  [{ priority: "{{ steps.a.n }}" }, ["INVALID_SETTING priority"]],
  [{ fairness: { weight: 0 } }, ["MISSING_FIELD fairness/key", "INVALID_SETTING fairness/weight"]],
  [{ fairness: { key: "{{ payload.a }}" }, batch: { size: 9, after: 5 } }, ["INVALID_SETTING fairness/key"]],
  [{ concurrency: 5 }, ["INVALID_SETTING concurrency"]],
  [{ concurency: { limit: 1 } }, ["UNKNOWN_FIELD concurency"]],
])("what is wrong with %j: %j", (start, problems) => {
  expect(problemsOf(start).toSorted()).toEqual(problems.toSorted());
});

const event = (data: Json): EventData => ({
  id: "evt_1",
  type: "order",
  source: "s",
  time: "2026-01-01T00:00:00Z",
  data,
});
const planOf = (start: StartPolicies, data: Json) =>
  compileStartPolicies(start)!(event(data), { id: "wf", name: "Orders", version: 1 });

test("a plan has the values of the keys, durations in milliseconds and the defaults", () => {
  const start: StartPolicies = {
    dedupe: { key: "{{ payload.order }}/{{ event.type }}", within: "1h" },
    concurrency: { limit: 2 },
  };
  expect(planOf(start, { order: 7 })).toEqual({
    dedupe: { key: "7/order", withinMs: 3_600_000 },
    concurrency: { key: "", limit: 2, whenFull: "queue" },
  });
});

test("a plan has what debounce and batch need", () => {
  expect(
    planOf({ debounce: { after: "1s", maxWait: "1m", take: "last", key: "{{ payload.id }}" } }, { id: 1 }),
  ).toEqual({
    debounce: { key: "1", afterMs: 1_000, maxWaitMs: 60_000, take: "last" },
  });
  expect(planOf({ batch: { size: 3, after: 50 } }, null)).toEqual({ batch: { key: "", size: 3, afterMs: 50 } });
});

test.each<[Json, string]>([
  [{ key: " a " }, "a"],
  [{ key: false }, "false"],
  [{ key: { b: 1, a: [2] } }, '{"a":[2],"b":1}'],
  [{ key: "x".repeat(300) }, "sha256:"],
])("the key of %j begins with %s", (data, key) => {
  expect(planOf({ concurrency: { limit: 1, key: "{{ payload.key }}" } }, data).concurrency?.key.startsWith(key)).toBe(
    true,
  );
});

test("a key that holds half of a character or U+0000 can be stored, and differs from other such keys", () => {
  const keys = ["😀", "🚀", "𝒳"].map(
    (name) => planOf({ fairness: { key: "{{ payload.name.substring(0, 1) }}" } }, { name }).fairness?.key,
  );
  expect(keys).toEqual(["\\ud83d", "\\ud83d", "\\ud835"]);
  expect(planOf({ fairness: { key: '{{ "a\\u0000" }}' } }, null).fairness?.key).toBe("a\\u0000");
  expect(planOf({ fairness: { key: "{{ payload.substring(1) }}" } }, `a${"😀".repeat(5)}`).fairness?.key).toBe(
    "😀".repeat(5),
  );
});

test.each<[Json, string]>([
  [{}, "EXPRESSION_PATH_MISSING"],
  [{ key: null }, "START_KEY_EMPTY"],
  [{ key: " " }, "START_KEY_EMPTY"],
])("no key of %j: %s", (data, code) => {
  const plan = () => planOf({ concurrency: { limit: 1, key: "{{ payload.key }}" } }, data);
  expect(plan).toThrow(ExpressionError);
  expect(plan).toThrow(expect.objectContaining({ code }) as Error);
});

test.each<[Json, number | string]>([
  [{ urgent: true }, 1],
  [{}, 3],
  [{ n: 9 }, 5],
  [{ n: " 2 " }, 2],
  [{ n: "soon" }, "START_PRIORITY_INVALID"],
  [{ n: null }, "START_PRIORITY_INVALID"],
])("the priority of %j is %s", (data, priority) => {
  const text = "{{ has(payload.n) ? payload.n : payload.?urgent.orValue(false) ? 1 : 3 }}";
  const plan = () => planOf({ priority: text, fairness: { key: "{{ event.type }}" } }, data);
  if (typeof priority === "string") expect(plan).toThrow(expect.objectContaining({ code: priority }) as Error);
  else expect(plan()).toEqual({ priority, fairness: { key: "order", weight: 1 } });
});

test("a workflow without policies has no plan", () => {
  expect(compileStartPolicies(undefined)).toBeUndefined();
  expect(compileStartPolicies({})).toBeUndefined();
});
