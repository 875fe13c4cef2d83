import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { When } from "../definition/trigger-when.ts";
import { compileTriggers } from "./compile-triggers.ts";
import { matchEvent } from "./match-event.ts";
import { TriggerIndex } from "./trigger-index.ts";

const event = (data: Json, type = "lead.new"): EventData => ({
  ...{ id: "evt_1", type, source: "test", time: "2026-01-01T00:00:00Z", data },
});
const known = { receivedAt: 0 };
const owner = (id: number | string, ...triggers: Trigger[]) => ({ id: String(id), triggers });

// Values and constants that JavaScript compares in surprising ways.
const value = fc.constantFrom<Json>(
  ...[null, 0, 1, -1, 80, 80.5, true, false, "", "0", "1", "80", "a", " 1 ", [], [1], ["a"], {}, { a: 1 }],
);
const path = fc.constantFrom("a", "b", "a.b", "payload.a", "event.type", "workflow.id", "missing", "a.length", "");
const variable = fc.oneof(
  path.map((name): Json => ({ var: name })),
  path.map((name): Json => ({ var: [name] })),
  fc.tuple(path, value).map(([name, otherwise]): Json => ({ var: [name, otherwise] })),
);
const operator = fc.constantFrom("==", "===", "!=", "<", "<=", ">", ">=", "in");
const computed = fc.oneof(
  fc
    .tuple(fc.constantFrom("+", "-", "*", "/", "cat", "max"), variable, fc.oneof(variable, value))
    .map(([name, left, right]): Json => ({ [name]: [left, right] })),
  variable.map((each): Json => ({ "!": [each] })),
);
const comparison = fc
  .tuple(
    operator,
    fc.oneof(variable, variable, computed),
    fc.oneof(value, fc.array(value, { maxLength: 3 }) as fc.Arbitrary<Json>),
    fc.boolean(),
  )
  .map(([name, left, right, flip]): Json => ({ [name]: flip ? [right, left] : [left, right] }));
const term = fc.oneof(
  fc.constantFrom("payload.a", "payload.b", "payload.a.b", 'payload["a"]', "payload.?a", "event.type", "workflow.id"),
  fc.constantFrom("0", "1", "80", "80.5", "-1", "true", '"a"', '"1"', "null", "[1]", "payload.b + 1"),
);
const atom = fc.tuple(term, fc.constantFrom("==", "!=", "<", "<=", ">", ">="), term).map((parts) => parts.join(" "));
const formula = fc
  .array(fc.oneof(atom, atom, fc.constantFrom("payload.a", "size(payload.b) > 1", "event.type.startsWith('lead')")), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((parts) => fc.constantFrom("&&", "||").map((join): Json => `{{ ${parts.join(` ${join} `)} }}`));
const { rule } = fc.letrec<{ rule: Json }>((tie) => ({
  rule: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    comparison,
    fc.array(tie("rule"), { minLength: 1, maxLength: 3 }).map((parts): Json => ({ and: parts })),
    fc.array(tie("rule"), { minLength: 1, maxLength: 2 }).map((parts): Json => ({ or: parts })),
    computed,
    fc.constantFrom<Json>({ "!": [{ var: "a" }] }, { "+": ["x"] }, true),
  ),
}));
const when = fc.constantFrom<When>({ time: { hours: [{ days: "sun" }] } }, { state: ["a", { key: "b", as: "b" }] });
const trigger = fc.record(
  { condition: fc.oneof(rule, formula), eventType: fc.constantFrom("lead.new", "lead.*", "*", "other"), when },
  { requiredKeys: [] },
);
const payload = fc.record({ a: fc.oneof(value, fc.record({ b: value })), b: value }, { requiredKeys: [] });

test("whoever is not asked would have answered no, and no more owners are counted than there are", () => {
  fc.assert(
    fc.property(fc.array(fc.array(trigger, { maxLength: 3 }), { maxLength: 8 }), payload, (lists, data) => {
      // Each twice, because a value is computed only for several owners.
      const owners = [...lists, ...lists].map((triggers, id) => owner(id, ...(triggers as Trigger[])));
      const sent = event(data as Json);
      const index = new TriggerIndex(owners);
      const { count, toAsk } = index.concerned(sent);
      const found = index.find(sent);
      expect(count).toBe(found.length);
      expect(new Set(toAsk).size).toBe(toAsk.length);
      for (const each of found)
        if (!toAsk.includes(each))
          expect(
            matchEvent(compileTriggers(each.triggers, each.id), sent, { id: each.id, name: "", version: 1 }, known),
          ).toEqual({ none: true });
    }),
    { numRuns: 2_500 },
  );
});

test("an index from which owners were removed is the same as one that never had them", () => {
  const lists = fc.array(fc.array(trigger, { maxLength: 3 }), { maxLength: 8 });
  fc.assert(
    fc.property(lists, lists, payload, (staying, leaving, data) => {
      const stay = staying.map((triggers, id) => owner(id, ...(triggers as Trigger[])));
      const leave = leaving.map((triggers, id) => owner(`x${id}`, ...(triggers as Trigger[])));
      const index = new TriggerIndex([...leave, ...stay]);
      for (const each of leave) index.remove(each);
      const [removed, never] = [index, new TriggerIndex(stay)].map((each) => each.concerned(event(data as Json)));
      expect(removed!.count).toBe(never!.count);
      expect(new Set(removed!.toAsk)).toEqual(new Set(never!.toAsk));
    }),
    { numRuns: 2_000 },
  );
});

test.each<[string, (n: number) => Json, Json]>([
  ["equal to a constant", (n) => ({ "==": [{ var: "lead.id" }, n] }), { lead: { id: 7 } }],
  ["above a limit", (n) => ({ ">": [{ var: "lead.score" }, n] }), { lead: { score: 1.5 } }],
  ["below a limit", (n) => ({ "<": [{ var: "lead.score" }, n] }), { lead: { score: 9_998.5 } }],
  [
    "several parts of which the first differs",
    (n) => ({ and: [{ "===": [{ var: "tenant" }, `t${n}`] }, { ">": [{ var: "score" }, 80] }] }) as Json,
    { tenant: "t5", score: 90 },
  ],
  ["formulas", (n) => `{{ payload.lead.id == ${n} && payload.lead.score > 80 }}`, { lead: { id: 7, score: 90 } }],
  [
    "a computed value above a limit",
    (n) => ({ ">": [{ "+": [{ var: "score" }, { var: "bonus" }] }, n] }),
    { score: 0.5, bonus: 1 },
  ],
  ["a computed text", (n) => ({ "==": [{ cat: [{ var: "a" }, "-", { var: "b" }] }, `x-${n}`] }), { a: "x", b: 12 }],
  ["one of a list", (n) => ({ in: [{ var: "country" }, [`c${n}`, `d${n}`]] }), { country: "d77" }],
])("of ten thousand conditions that are %s only those that hold are asked", (_, condition, data) => {
  const index = new TriggerIndex(
    Array.from({ length: 10_000 }, (__, n) => owner(n, { eventType: "lead.new", condition: condition(n) })),
  );
  const { count, toAsk } = index.concerned(event(data));
  expect(count).toBe(10_000);
  expect(toAsk.length).toBeGreaterThan(0);
  expect(toAsk.length).toBeLessThan(3);
});

test.each<[string, Json, Json, number]>([
  ["that is false", { or: [{ "==": [{ var: "a" }, 1] }, { "==": [{ var: "b" }, 1] }] } as Json, { a: 2, b: 2 }, 0],
  ["that holds", { or: [{ "==": [{ var: "a" }, 1] }, { "==": [{ var: "b" }, 1] }] } as Json, { a: 2, b: 1 }, 10_000],
  ["that is false, as a formula", "{{ size(payload.items) > 3 }}", { items: [1] }, 0],
  ["that fails", "{{ size(payload.items) > 3 }}", { items: 1 }, 10_000],
])("of ten thousand owners with one condition %s all or none are asked", (_, condition, data, asked) => {
  const owners = Array.from({ length: 10_000 }, (__, n) => owner(n, { eventType: "lead.new", condition }));
  expect(new TriggerIndex(owners).concerned(event(data)).toAsk).toHaveLength(asked);
});

test("a computed value is not worth more than the conditions themselves: what costs much is left to them", () => {
  const condition: Json = { some: [{ var: "items" }, { "==": [{ var: "" }, -1] }] };
  const owners = ["a", "b"].map((id) => owner(id, { eventType: "lead.new", condition }));
  const items = (length: number) => ({ items: Array.from({ length }, (_, n) => n) });
  const index = new TriggerIndex(owners);
  expect(index.concerned(event(items(10))).toAsk).toEqual([]);
  expect(index.concerned(event(items(2_000))).toAsk).toEqual(owners);
});

test("a computed value that is infinite is compared by the conditions themselves, because JSON has none", () => {
  const condition: Json = { ">": [{ "/": [1, { var: "parts" }] }, 5] };
  const owners = ["a", "b"].map((id) => owner(id, { eventType: "lead.new", condition }));
  const [first] = owners.map((each) =>
    matchEvent(compileTriggers(each.triggers, each.id), event({ parts: 0 }), { id: "a", name: "", version: 1 }, known),
  );
  expect(first).toHaveProperty("triggerId");
  expect(new TriggerIndex(owners).concerned(event({ parts: 0 })).toAsk).toEqual(owners);
});
