import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../definition/json.ts";
import type { Trigger } from "../definition/trigger.ts";
import { compileTriggers } from "./compile-triggers.ts";
import { matchEvent } from "./match-event.ts";
import { traceMatch } from "./trace-match.ts";

const workflow = { id: "wf_1", name: "Leads", version: 1 };
const known = { receivedAt: Date.parse("2026-11-28T13:02:00Z") };
const eventOf = (data: Json, type = "lead") =>
  ({ id: "evt_1", type, source: "crm", time: "2026-01-01T00:00:00Z", data }) as const;
const trace = (triggers: readonly Trigger[], data: Json, paused: readonly string[] = []) =>
  traceMatch({ triggers, paused, event: eventOf(data), workflow, known });
const why = (condition: Json, data: Json) => trace([{ id: "t", condition }], data).sentence;

describe("the sentence says what was, and what is needed", () => {
  test.each<[Json, Json, string]>([
    [{ ">": [{ var: "score" }, 80] }, { score: 72 }, "score was 72, needs more than 80"],
    ["{{ payload.score > 80 }}", { score: 72 }, "score was 72, needs more than 80"],
    [{ "<": [80, { var: "score" }] }, { score: 72 }, "score was 72, needs more than 80"],
    [
      { ">=": [{ var: "score" }, { var: "limit" }] },
      { score: 72, limit: 80 },
      "score was 72, needs at least limit, which was 80",
    ],
    [{ "==": [{ var: "lead.country" }, "DE"] }, { lead: {} }, 'lead.country was missing or null, needs "DE"'],
    [{ "!=": [{ var: "state" }, "closed"] }, { state: "closed" }, 'state was "closed", needs anything but "closed"'],
    [{ in: [{ var: "country" }, ["DE", "AT"]] }, { country: "FR" }, 'country was "FR", needs a value in ["DE","AT"]'],
    ["{{ payload.country in ['DE', 'AT'] }}", { country: "FR" }, 'country was "FR", needs a value in ["DE","AT"]'],
    [
      { and: [{ ">": [{ var: "score" }, 80] }, { var: "vip" }, { "==": [{ var: "a" }, 1] }] },
      { score: 72, vip: false, a: 1 },
      "score was 72, needs more than 80; vip was false (vip was false), needs true",
    ],
    [
      "{{ payload.score > 80 || payload.vip }}",
      { score: 72, vip: false },
      "none of these: score was 72, needs more than 80; payload.vip was false (vip was false), needs true",
    ],
    [{ "!": { "==": [{ var: "state" }, "closed"] } }, { state: "closed" }, 'state was "closed", must not be "closed"'],
    [
      "{{ payload.name.startsWith('A') }}",
      { name: "Bo" },
      'payload.name.startsWith("A") was false (name was "Bo"), needs true',
    ],
  ])("%j", (condition, data, sentence) => {
    expect(why(condition, data)).toBe(`Trigger "t": ${sentence}.`);
  });

  test("a condition that cannot be evaluated says which part, and why", () => {
    const broken = trace([{ id: "t", condition: "{{ payload.score > 80 && payload.lead.vip }}" }], { score: 90 });
    expect(broken).toMatchObject({ result: "rejected", problem: { code: "EXPRESSION_PATH_MISSING" } });
    const parts = broken.triggers[0]!.condition!.parts;
    expect(parts.map(({ text, holds }) => [text, holds])).toEqual([
      ["payload.score > 80", true],
      ["payload.lead.vip", null],
    ]);
    expect(parts[1]!.problem).toContain("lead");
  });

  test("a formula that does not parse is a problem of the condition", () => {
    const broken = trace([{ id: "t", condition: "{{ payload.score ++ }}" }], { score: 90 });
    expect(broken).toMatchObject({ result: "rejected", problem: { code: "TEMPLATE_SYNTAX" } });
    expect(broken.triggers[0]!.condition).toMatchObject({ kind: "test", holds: null, parts: [] });
    expect(broken.triggers[0]!.condition!.problem).toContain("PLUS");
  });
});

test("each trigger says what it made of the event", () => {
  const traced = trace(
    [
      { id: "other", eventType: "order.*" },
      { id: "off", eventType: "lead" },
      { id: "cold", condition: { ">": [{ var: "score" }, 80] } },
      { id: "takes", condition: true },
      { id: "late" },
    ],
    { score: 72 },
    ["off"],
  );
  expect(traced).toMatchObject({ result: "started", triggerId: "takes", sentence: 'Trigger "takes" took the event.' });
  expect(traced.triggers.map(({ result }) => result)).toEqual([
    ...["notListening", "paused", "conditionFalse", "took", "notAsked"],
  ]);
  expect(traced.triggers[0]!.sentence).toBe('Trigger "other" listens to order.*, and the event is lead from crm.');
});

test("a workflow without a trigger for such events is not concerned", () => {
  expect(trace([{ eventType: "order" }], {})).toMatchObject({ result: "unconcerned" });
  expect(trace([{ id: "off" }], {}, ["off"])).toMatchObject({
    result: "filtered",
    sentence: 'Trigger "off" was paused.',
  });
});

test("the trace of any condition agrees with the match, and stays small", () => {
  const value = fc.constantFrom<Json>(1, 0, "a", "", null, { var: "a" }, { var: "b.c" }, { var: "none" });
  const { rule } = fc.letrec<{ rule: Json }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 4 },
      value,
      fc
        .tuple(fc.constantFrom("==", ">", "<=", "in", "!=="), value, value)
        .map(([name, a, b]): Json => ({ [name]: [a, b] })),
      fc
        .tuple(fc.constantFrom("and", "or"), fc.array(tie("rule"), { minLength: 1, maxLength: 3 }))
        .map(([name, parts]): Json => ({ [name]: parts })),
      tie("rule").map((part): Json => ({ "!": [part] })),
    ),
  }));
  const data = fc.record({ a: fc.constantFrom<Json>(1, "a", [1], null), b: fc.record({ c: fc.nat(2) }) });
  fc.assert(
    fc.property(rule, data, (condition, payload) => {
      const event = eventOf(payload);
      const match = matchEvent(compileTriggers([{ id: "t", condition }], workflow.id), event, workflow, known);
      const traced = traceMatch({ triggers: [{ id: "t", condition }], paused: [], event, workflow, known });
      expect(traced.result).toBe("triggerId" in match ? "started" : "failed" in match ? "rejected" : "filtered");
      const part = traced.triggers[0]!.condition;
      if (part !== null && traced.problem === null) expect(part.holds).toBe("triggerId" in match);
    }),
    { numRuns: 1_000 },
  );
  const big = trace([{ id: "t", condition: { and: Array.from({ length: 5_000 }, () => ({ var: "x".repeat(50) })) } }], {
    x: "y",
  });
  expect(JSON.stringify(big).length).toBeLessThan(150_000);
  expect(
    JSON.stringify(trace([{ id: "t", condition: { "==": [{ var: "a" }, 1] } }], { a: "y".repeat(1_000_000) })).length,
  ).toBeLessThan(3_000);
});
