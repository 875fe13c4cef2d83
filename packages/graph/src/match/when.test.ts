import { expect, test } from "vitest";
import type { Json } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { When } from "../definition/trigger-when.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";
import { whenWords } from "../triggers/when-words.ts";
import { parseTriggers } from "../triggers/parse-triggers.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import { compileTriggers } from "./compile-triggers.ts";
import type { Known } from "./known-facts.ts";
import { matchEvent } from "./match-event.ts";
import { traceMatch } from "./trace-match.ts";

const workflow = { id: "wf_1", name: "Leads", version: 1 };
const eventOf = (data: Json) =>
  ({ id: "evt_1", type: "lead", source: "crm", time: "2026-01-01T00:00:00Z", data }) as const;
const saturday = Date.parse("2026-11-28T13:02:00Z");
const monday = Date.parse("2026-11-30T08:00:00Z");

const match = (triggers: readonly Trigger[], known: Partial<Known> = {}, data: Json = {}) =>
  matchEvent(compileTriggers(triggers, workflow.id), eventOf(data), workflow, { receivedAt: saturday, ...known });
const trace = (triggers: readonly Trigger[], known: Partial<Known> = {}, data: Json = {}) =>
  traceMatch({ triggers, paused: [], event: eventOf(data), workflow, known: { receivedAt: saturday, ...known } });

const office = { timeZone: "Europe/Berlin", hours: [{ days: "mon-fri", from: "09:00", to: "17:00" }] } as const;
const outside = "Saturday 2026-11-28 14:02 in Europe/Berlin is outside of the opening hours Mon–Fri 09:00–17:00";

test("an event outside of the hours is filtered, and the next trigger is asked", () => {
  const triggers: Trigger[] = [
    { id: "a", when: { time: office } },
    { id: "b", when: { time: { timeZone: "UTC" } } },
  ];
  expect(match(triggers)).toEqual({ triggerId: "b" });
  expect(match(triggers.slice(0, 1))).toEqual({ none: true });
  expect(match(triggers, { receivedAt: monday })).toEqual({ triggerId: "a" });
  expect(trace(triggers.slice(0, 1))).toMatchObject({
    result: "filtered",
    sentence: `Trigger "a": ${outside}.`,
    triggers: [{ result: "outsideHours", condition: null }],
  });
});

test("it is held until the opening if the trigger says so and its condition holds, and taken from then on", () => {
  const triggers: Trigger[] = [{ id: "a", condition: { var: "ok" }, when: { time: { ...office, otherwise: "hold" } } }];
  const hold = { until: monday, why: outside };
  expect(match(triggers, {}, { ok: false })).toEqual({ none: true });
  expect(match(triggers, {}, { ok: true })).toEqual({ triggerId: "a", hold });
  expect(match(triggers, { now: monday - 1 }, { ok: true })).toEqual({ triggerId: "a", hold });
  expect(match(triggers, { now: monday }, { ok: true })).toEqual({ triggerId: "a" });
  expect(trace(triggers, {}, { ok: true }).sentence).toBe(
    `Trigger "a" took the event, and holds it until 2026-11-30T08:00:00Z: ${outside}.`,
  );
  expect(trace(triggers, {}, { ok: false }).sentence).toContain("ok was false");
});

test("what ran before: the subject is computed, and a trigger that has found a start passes the event on", () => {
  const triggers: Trigger[] = [
    { id: "a", when: { history: { noneWithin: "1h", subject: "{{ payload.customer }}", statuses: ["completed"] } } },
    { id: "b", when: { history: { noneWithin: "24h" } } },
  ];
  const day = 86_400_000;
  expect(match(triggers, {}, { customer: 7 })).toEqual({
    triggerId: "a",
    history: { key: "7", withinMs: 3_600_000, keepMs: day, statuses: ["completed"] },
  });
  const ranBefore = { eventId: "evt_0", executionId: "exe_0", at: "2026-11-28T13:00:00.000Z" };
  const facts = { a: { ranBefore } };
  expect(match(triggers, { facts }, { customer: 7 })).toEqual({
    triggerId: "b",
    history: { key: "", withinMs: day, keepMs: day },
  });
  expect(trace(triggers.slice(0, 1), { facts }, { customer: 7 })).toMatchObject({
    result: "filtered",
    sentence:
      'Trigger "a": execution exe_0 of the event evt_0 with the same subject had started at 2026-11-28T13:00:00.000Z.',
    triggers: [{ result: "ranBefore" }],
  });
  expect(match(triggers)).toMatchObject({
    failed: { code: "EXPRESSION_PATH_MISSING", path: "/triggers/0/when/history/subject" },
  });
  expect(trace(triggers)).toMatchObject({ result: "rejected", triggers: [{ result: "conditionFailed" }, {}] });
});

const remembers = (condition: Json, more: object = {}): Trigger[] => [
  {
    id: "a",
    condition,
    when: { state: ["seen", { key: "tier/{{ payload.customer }}", as: "tier", scope: "project" }], ...more },
  },
];

test("the memory: the condition asks for it only if its part about the event holds, and then reads it", () => {
  const asks = {
    triggerId: "a",
    state: [
      { as: "seen", scope: "workflow", key: "seen" },
      { as: "tier", scope: "project", key: "tier/7" },
    ],
  };
  const conditions: readonly Json[] = [
    "{{ payload.total > 100 && state.tier == 'gold' && state.seen == null }}",
    {
      and: [
        { ">": [{ var: "total" }, 100] },
        { "==": [{ var: "state.tier" }, "gold"] },
        { "==": [{ var: "state.seen" }, null] },
      ],
    },
  ];
  for (const condition of conditions) {
    const triggers = remembers(condition);
    const data = { total: 200, customer: 7, state: { tier: "gold", seen: null } };
    expect(match(triggers, {}, { ...data, total: 5 })).toEqual({ none: true });
    expect(match(triggers, {}, data)).toEqual({ asks });
    // What the sender calls "state" is not the memory.
    const known = (tier: string) => ({ facts: { a: { state: { seen: null, tier } } } });
    expect(match(triggers, known("silver"), data)).toEqual({ none: true });
    expect(match(triggers, known("gold"), { ...data, state: 1 })).toEqual({ triggerId: "a" });
    expect(trace(triggers, known("silver"), data).sentence).toContain('state.tier was "silver", needs "gold"');
    // What was not read is no reason: the total has decided.
    const small = trace(triggers, {}, { ...data, total: 5 });
    expect(small.sentence).toBe('Trigger "a": total was 5, needs more than 100.');
    expect(JSON.stringify(small.triggers)).toContain("state.tier was not read, because the other parts decide.");
    expect(trace(triggers, {}, data)).toMatchObject({
      result: "undecided",
      sentence: 'Trigger "a" has to know state.seen and state.tier, which is not found out.',
    });
  }
  const key = remembers("{{ state.tier == 'gold' }}");
  expect(match(key)).toMatchObject({ failed: { path: "/triggers/0/when/state/1/key" } });
});

test("a condition that does not read the memory does not ask for it; with hours that hold, it asks at the opening", () => {
  expect(match(remembers({ var: "state2" }))).toEqual({ none: true });
  const held = remembers("{{ state.seen == null }}", { time: { ...office, otherwise: "hold" } });
  expect(match(held, {}, { customer: 7 })).toMatchObject({ asks: {}, hold: { until: monday } });
  expect(match(held, { now: monday }, { customer: 7 })).not.toHaveProperty("hold");
  // Without `when.state` it is a field of the payload, and in CEL it is not known.
  expect(match([{ id: "a", condition: { "==": [{ var: "state" }, "open"] } }], {}, { state: "open" })).toEqual({
    triggerId: "a",
  });
  expect(match([{ id: "a", condition: "{{ state.a == 1 }}" }])).toMatchObject({
    failed: { code: "EXPRESSION_PATH_MISSING" },
  });
});

const looksUp = (condition: Json, more: object = {}): Trigger[] => [
  {
    id: "a",
    condition,
    when: { lookup: { node: "http_call", input: { url: "{{ payload.url }}" }, as: "crm", cache: 0 }, ...more },
  },
];

test("lookups: asked for after the memory, and only if what is known until then holds", () => {
  const read = {
    as: "crm",
    node: "http_call",
    input: { url: "{{ payload.url }}" },
    cacheMs: 0,
    path: "/triggers/0/when/lookup",
  };
  const conditions: readonly Json[] = [
    "{{ payload.total > 100 && lookup.crm.tier == 'gold' }}",
    { and: [{ ">": [{ var: "total" }, 100] }, { "==": [{ var: "lookup.crm.tier" }, "gold"] }] },
  ];
  for (const condition of conditions) {
    const triggers = looksUp(condition);
    const data = { total: 200, lookup: { crm: { tier: "gold" } } };
    expect(match(triggers, {}, { ...data, total: 5 })).toEqual({ none: true });
    expect(match(triggers, {}, data)).toEqual({ asks: { triggerId: "a", lookup: [read] } });
    const known = (tier: string) => ({ facts: { a: { lookup: { crm: { tier } } } } });
    expect(match(triggers, known("silver"), data)).toEqual({ none: true });
    expect(match(triggers, known("gold"), data)).toEqual({ triggerId: "a" });
    expect(trace(triggers, known("silver"), data).sentence).toContain('lookup.crm.tier was "silver", needs "gold"');
    expect(trace(triggers, {}, data)).toMatchObject({
      result: "undecided",
      sentence: 'Trigger "a" has to know lookup.crm, which is not found out.',
    });
  }
  const both = looksUp("{{ lookup.crm != null && state.seen == null }}", { state: ["seen"] });
  expect(match(both)).toEqual({ asks: { triggerId: "a", state: [{ as: "seen", scope: "workflow", key: "seen" }] } });
  expect(match(both, { facts: { a: { state: { seen: 1 } } } })).toMatchObject({ asks: { lookup: [{ as: "crm" }] } });
  const ordered = looksUp("{{ state.seen == null && lookup.crm != null }}", { state: ["seen"] });
  expect(match(ordered, { facts: { a: { state: { seen: 1 } } } })).toEqual({ none: true });
  // Without `when.lookup` it is a field of the payload.
  const plain = [{ id: "a", condition: { "==": [{ var: "lookup" }, 1] } }];
  expect(match(plain, {}, { lookup: 1 })).toEqual({ triggerId: "a" });
});

test("a condition of a newer version, which cannot be read, rejects the event", () => {
  const when = { time: { ...office, timeZone: "Moon/Crater" } };
  expect(match([{ id: "a", when }])).toMatchObject({
    failed: { code: "TIME_ZONE_UNKNOWN", path: "/triggers/0/when/time/timeZone" },
  });
});

const http: NodeTypeManifest = {
  ...{ type: "http_call", title: "HTTP call", description: "Calls an address.", runs: "activity", ports: ["out"] },
  input: {
    type: "object",
    required: ["url"],
    properties: {
      method: { enum: ["GET", "POST"] },
      url: { type: "string", format: "uri" },
      headers: { type: "object" },
      connection: { type: "string" },
    },
  },
  idempotent: { when: { "==": [{ var: ["method", "GET"] }, "GET"] } },
  connections: ["http.bearer"],
  pack: { name: "p", version: "1" },
};
const mail: NodeTypeManifest = { ...http, type: "mail", input: {}, idempotent: false };
const queued: NodeTypeManifest = { ...http, type: "queued", input: {}, idempotent: true, taskQueue: "gpu" };

function problemsOf(trigger: object): readonly string[] {
  const { triggers, problems } = parseTriggers([trigger]);
  const graph = { nodes: [{ id: "start", type: "start", data: {} }], edges: [] };
  const types = new Map([...coreNodeTypes, http, mail, queued].map((type) => [type.type, type]));
  return [...problems, ...validateGraph({ graph, triggers, types, connections: new Map() })]
    .filter(({ path }) => path.startsWith("/triggers"))
    .map(({ code, path }) => `${code} ${path.replace("/triggers/0", "")}`);
}

test.each<[unknown, readonly string[]]>([
  [{ time: office, history: { noneWithin: "24h", subject: "{{ event.subject }}" } }, []],
  [{}, ["INVALID_TRIGGER /when"]],
  ["always", ["INVALID_FIELD /when"]],
  [{ weather: "sunny" }, ["UNKNOWN_FIELD /when/weather"]],
  [{ time: { zone: "UTC" } }, ["UNKNOWN_FIELD /when/time/zone"]],
  [{ time: { timeZone: "Berlin" } }, ["TIME_ZONE_UNKNOWN /when/time/timeZone"]],
  [{ time: { hours: [{ from: "9 am" }] } }, ["TIME_CONDITION_INVALID /when/time/hours/0/from"]],
  [{ time: { holidays: ["2026-02-30"] } }, ["TIME_CONDITION_INVALID /when/time/holidays/0"]],
  [{ time: { ...office, otherwise: "wait" } }, ["INVALID_TRIGGER /when/time/otherwise"]],
  [{ history: {} }, ["INVALID_TRIGGER /when/history"]],
  [{ history: { noneWithin: "a day" } }, ["DURATION_INVALID /when/history/noneWithin"]],
  [{ history: { noneWithin: "1h", subject: "payload.a" } }, ["INVALID_TRIGGER /when/history/subject"]],
  [{ history: { noneWithin: "1h", subject: "{{ steps.a.b }}" } }, ["EXPRESSION_NOT_HERE /when/history/subject"]],
  [{ history: { noneWithin: "1h", statuses: ["done"] } }, ["INVALID_TRIGGER /when/history/statuses/0"]],
  [{ state: [] }, ["INVALID_TRIGGER /when/state"]],
  [{ state: ["a"] }, ["INVALID_TRIGGER /when/state"]],
])("what is wrong with when: %j: %j", (when, problems) => {
  expect(problemsOf({ eventType: "a", when })).toEqual(problems);
});

test.each<[Json, unknown, readonly string[]]>([
  ["{{ state.seen == null }}", ["seen"], []],
  ["{{ size(state['last ids']) > 1 }}", ["last ids"], []],
  [{ "==": [{ var: "state.seen" }, 1] }, ["seen"], []],
  ["{{ state.other == null }}", ["seen"], ["INVALID_TRIGGER /condition"]],
  [{ "==": [{ var: "state" }, "open"] }, ["seen"], ["INVALID_TRIGGER /condition"]],
  ["{{ state.seen == null }}", undefined, ["EXPRESSION_PATH_MISSING /condition"]],
  ["{{ state.a }}", [{ key: "a/{{ payload.b }}" }], ["INVALID_TRIGGER /condition", "INVALID_TRIGGER /when/state/0"]],
  ["{{ state.a == 1 }}", [{ key: "{{ vars.b }}", as: "a" }], ["EXPRESSION_NOT_HERE /when/state/0/key"]],
  ["{{ state.a == 1 }}", ["a", { key: "b", as: "a" }], ["INVALID_TRIGGER /when/state/1"]],
])("the condition %j with the memory %j: %j", (condition, state, problems) => {
  expect(problemsOf({ eventType: "a", condition, ...(state !== undefined && { when: { state } }) })).toEqual(problems);
});

const url = "https://crm.example.com/{{ payload.customer }}";
const crm = { node: "http_call", input: { url }, as: "crm" };
test.each<[Json, unknown, readonly string[]]>([
  ["{{ lookup.crm.status == 200 }}", crm, []],
  ["{{ lookup.crm.status == lookup.erp.status }}", [crm, { ...crm, as: "erp", cache: "1h" }], []],
  ["{{ lookup.crm.status == 200 }}", undefined, ["EXPRESSION_PATH_MISSING /condition"]],
  ["{{ lookup.erp == 1 }}", crm, ["INVALID_TRIGGER /condition"]],
  ["{{ payload.a == 1 && state.b == 1 }}", crm, ["EXPRESSION_PATH_MISSING /condition"]],
  ["{{ lookup.crm == 1 }}", [], ["INVALID_TRIGGER /condition", "INVALID_TRIGGER /when/lookup"]],
  ["{{ lookup.crm == 1 }}", { ...crm, as: "c r m" }, ["INVALID_TRIGGER /condition", "INVALID_TRIGGER /when/lookup/as"]],
  ["{{ lookup.crm == 1 }}", [crm, crm], ["INVALID_TRIGGER /when/lookup/1/as"]],
  ["{{ lookup.crm == 1 }}", { ...crm, cache: "a day" }, ["DURATION_INVALID /when/lookup/cache"]],
  ["{{ lookup.crm == 1 }}", { ...crm, cache: "8d" }, ["INVALID_TRIGGER /when/lookup/cache"]],
  [
    "{{ lookup.crm == 1 }}",
    { ...crm, input: { uri: url } },
    ["INVALID_NODE_DATA /when/lookup/input", "UNKNOWN_FIELD /when/lookup/input/uri"],
  ],
  [
    "{{ lookup.crm == 1 }}",
    [{ ...crm, input: { url: "{{ payload. }}" } }],
    ["TEMPLATE_SYNTAX /when/lookup/0/input/url"],
  ],
  [
    "{{ lookup.crm == 1 }}",
    { ...crm, input: { url: "https://a.b/{{ steps.a.b }}" } },
    ["EXPRESSION_NOT_HERE /when/lookup/input/url"],
  ],
  ["{{ lookup.crm == 1 }}", { ...crm, input: { url, method: "POST" } }, ["INVALID_TRIGGER /when/lookup/node"]],
  [
    "{{ lookup.crm == 1 }}",
    { ...crm, input: { url, method: "{{ payload.m }}" } },
    ["INVALID_TRIGGER /when/lookup/node"],
  ],
  [
    "{{ lookup.crm == 1 }}",
    { ...crm, input: { url, connection: "crm" } },
    ["CONNECTION_UNKNOWN /when/lookup/input/connection"],
  ],
  [
    "{{ lookup.crm == 1 }}",
    { ...crm, input: { url, headers: { authorization: "Bearer abcdefghijkl" } } },
    ["SECRET_IN_GRAPH /when/lookup/input/headers/authorization"],
  ],
  ["{{ lookup.crm == 1 }}", { ...crm, node: "htp_call" }, ["UNKNOWN_NODE_TYPE /when/lookup/node"]],
  ...["mail", "queued", "transform", "call_workflow"].map((node): [Json, unknown, readonly string[]] => [
    "{{ lookup.crm == 1 }}",
    { as: "crm", node },
    ["INVALID_TRIGGER /when/lookup/node"],
  ]),
])("the condition %j with the lookup %j: %j", (condition, lookup, problems) => {
  expect(problemsOf({ eventType: "a", condition, ...(lookup !== undefined && { when: { lookup } }) })).toEqual(
    problems,
  );
});

test("a trigger that no event reaches has no conditions", () => {
  expect(problemsOf({ kind: "manual", when: { time: office } })).toEqual(["INVALID_TRIGGER /when"]);
});

test.each<[When, string]>([
  [{ time: office }, ", Mon–Fri 09:00–17:00 in Europe/Berlin"],
  [
    { time: { holidays: ["12-25", "01-01"], otherwise: "hold" } },
    ", every day in UTC except on 2 holidays; what comes at other times waits for the next opening",
  ],
  [
    { history: { noneWithin: "24h", subject: "{{ payload.customer }}", statuses: ["completed", "running"] } },
    ", unless it has started an execution that is completed or running for the same {{ payload.customer }} within 24h",
  ],
  [{ lookup: crm }, ", after looking up crm with http_call"],
  [{ state: ["seen", { key: "tier/{{ payload.customer }}", as: "tier" }] }, ", depending on seen, tier in the memory"],
])("%j in words: %s", (when, words) => {
  expect(whenWords(when)).toBe(words);
});
