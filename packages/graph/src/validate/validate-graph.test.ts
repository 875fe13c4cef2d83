import type { Json } from "../definition/json.ts";
import { expect, test } from "vitest";
import type { Trigger } from "../definition/trigger.ts";
import { branch, call, found, notify, problems, start, yes, type Edge, type Node } from "./test-kit.ts";

// start ─▶ notify ─▶ wait ─▶ call ─▶ branch ─ CEO ──▶ gift
//                                          └ else ─▶ drip
const SAMPLE: Node[] = [
  start,
  notify,
  { id: "wait", type: "delay", data: { ms: 1000 } },
  call("call", { method: "POST", url: "http://127.0.0.1:8080/post" }),
  branch(
    "branch",
    { label: "CEO", condition: { "==": [{ var: "lead.title" }, "CEO"] }, next: "gift" },
    { else: true, next: "drip" },
  ),
];
const SAMPLE_EDGES = ["start notify", "notify wait", "wait call", "call branch"];
const HOT: Trigger = {
  condition: { and: [{ ">": [{ var: "lead.score" }, 80] }, { "==": [{ var: "lead.source" }, "LinkedIn"] }] },
};

test("the sample graph has no problem; without gift and drip it has two warnings and no error", () => {
  const gift = { ...notify, id: "gift" };
  const drip = { ...notify, id: "drip" };
  expect(problems([...SAMPLE, gift, drip], SAMPLE_EDGES, { triggers: [HOT] })).toEqual([]);
  expect(found(SAMPLE, SAMPLE_EDGES, { triggers: [HOT] })).toEqual([
    "warning BRANCH_NEXT_UNKNOWN /nodes/4/data/cases/0/next",
    "warning BRANCH_NEXT_UNKNOWN /nodes/4/data/cases/1/next",
  ]);
});

test.each<[string, Node[], Edge[], string[]]>([
  [
    "an unknown node type",
    [start, { id: "a", type: "http-cal", data: {} }],
    ["start a"],
    ["error UNKNOWN_NODE_TYPE /nodes/1/type"],
  ],
  [
    "a node id twice",
    [start, { id: "a" }, { id: "a" }],
    ["start a"],
    ["warning UNREACHABLE_NODE /nodes/2", "error DUPLICATE_NODE_ID /nodes/2/id"],
  ],
  [
    "an edge id twice",
    [start, { id: "a" }],
    [
      { id: "e", source: "start", target: "a" },
      { id: "e", source: "start", target: "a" },
    ],
    ["error DUPLICATE_EDGE_ID /edges/1/id"],
  ],
  [
    "an edge to nowhere",
    [start, { id: "notify" }],
    ["start notify", "notify nottify"],
    ["error EDGE_TO_NOWHERE /edges/1/target"],
  ],
  ["an edge from nowhere", [start, { id: "a" }], ["start a", "b a"], ["error EDGE_FROM_NOWHERE /edges/1/source"]],
  [
    "an edge across scopes",
    [start, { id: "each", type: "for_each", data: { items: [1] } }, { id: "in", parentId: "each" }],
    ["start each", "start in"],
    ["error EDGE_ACROSS_SCOPES /edges/1"],
  ],
  ["no node at all", [], [], ["error NO_START /nodes"]],
  ["a node without any edge", [start, { id: "a" }, { id: "note" }], ["start a"], ["warning UNREACHABLE_NODE /nodes/2"]],
  [
    "a chain that no path leads to",
    [start, { id: "a" }, { id: "b" }, { id: "c" }],
    ["start a", "b c"],
    ["warning UNREACHABLE_NODE /nodes/2", "warning UNREACHABLE_NODE /nodes/3"],
  ],
  ["a single node without start", [{ id: "a" }], [], []],
  ["two roots without start", [{ id: "a" }, { id: "b" }, { id: "c" }], ["a c", "b c"], []],
  [
    "an unknown port",
    [start, { id: "c", type: "check" }, { id: "a" }, { id: "b" }],
    ["start c", "c:yes a", "c:nein b"],
    ["error UNKNOWN_PORT /edges/2/sourceHandle"],
  ],
  [
    "a plain edge from a node without the port out",
    [start, { id: "c", type: "check" }, { id: "a" }],
    ["start c", "c a"],
    ["error UNKNOWN_PORT /edges/1/sourceHandle"],
  ],
  ["an error edge", [start, call("c"), { id: "a" }], ["start c", "c:error a"], []],
  [
    "a fail node with something behind it",
    [start, { id: "f", type: "fail", data: { message: "no" } }, { id: "a" }],
    ["start f", "f a"],
    ["error UNKNOWN_PORT /edges/1/sourceHandle"],
  ],
  [
    "a branch without else",
    [start, branch("b", { ...yes, next: "a" }), { id: "a" }],
    ["start b"],
    ["warning BRANCH_WITHOUT_ELSE /nodes/1/data/cases"],
  ],
  [
    "a branch without else, with a plain edge",
    [start, branch("b", { ...yes, next: "a" }), { id: "a" }],
    ["start b", "b a"],
    [],
  ],
  [
    "a branch with else and a plain edge",
    [start, branch("b", yes, { else: true }), { id: "a" }, { id: "c" }],
    ["start b", "b:yes a", "b c"],
    ["warning EDGE_NEVER_TAKEN /edges/2"],
  ],
  [
    "a plain edge that draws what next says",
    [start, branch("b", { ...yes, next: "a" }, { else: true }), { id: "a" }],
    ["start b", "b a"],
    [],
  ],
  [
    "a case called error",
    [start, branch("b", { ...yes, label: "error" }, { else: true })],
    ["start b"],
    ["error BRANCH_LABEL_RESERVED /nodes/1/data/cases/0/label"],
  ],
  [
    "an unknown operator",
    [start, branch("b", { label: "x", condition: { "=>": [1, 2] } }, { else: true })],
    ["start b"],
    ["error CONDITION_UNKNOWN_OPERATOR /nodes/1/data/cases/0/condition"],
  ],
  [
    "a rule with two operators",
    [start, branch("b", { label: "x", condition: { and: [{ "<": [1, 2], ">": [1, 2] }] } }, { else: true })],
    ["start b"],
    ["error CONDITION_INVALID /nodes/1/data/cases/0/condition"],
  ],
  [
    "an unknown operator in transform",
    [start, { id: "t", type: "transform", data: { logic: { foo: [] } } }],
    ["start t"],
    ["error CONDITION_UNKNOWN_OPERATOR /nodes/1/data/logic"],
  ],
  [
    "two templates that do not parse",
    [start, { ...notify, data: { toRole: "{{ 1 + }}", message: "ok {{ payload.x }} {{" } }],
    ["start notify"],
    ["error TEMPLATE_SYNTAX /nodes/1/data/message", "error TEMPLATE_SYNTAX /nodes/1/data/toRole"],
  ],
  [
    "data that lacks a field",
    [start, { ...notify, data: { toRole: "AE" } }],
    ["start notify"],
    ["error INVALID_NODE_DATA /nodes/1/data"],
  ],
  [
    "data of a wrong type",
    [start, call("c", { timeoutMs: "soon", headers: { a: 1 } })],
    ["start c"],
    ["error INVALID_NODE_DATA /nodes/1/data/headers/a", "error INVALID_NODE_DATA /nodes/1/data/timeoutMs"],
  ],
  [
    "data outside an enum",
    [start, call("c", { method: "FETCH" })],
    ["start c"],
    ["error INVALID_NODE_DATA /nodes/1/data/method"],
  ],
  [
    "data that fits no alternative",
    [start, call("c", { expect: "ok" })],
    ["start c"],
    ["error INVALID_NODE_DATA /nodes/1/data/expect"],
  ],
  [
    "an unknown field",
    [start, call("c", { "ur/l#%": "x" })],
    ["start c"],
    ["warning UNKNOWN_FIELD /nodes/1/data/ur~1l#%"],
  ],
  [
    "templates whose value is known only when the node runs",
    [
      start,
      call("c", {
        method: "{{ payload.method }}",
        timeoutMs: "{{ payload.ms }}",
        expect: ["{{ payload.status }}"],
        headers: { a: "{{ payload.a }}" },
      }),
    ],
    ["start c"],
    [],
  ],
  [
    "a template in one field does not hide a problem in another",
    [start, call("c", { method: "{{ payload.method }}", timeoutMs: 0 })],
    ["start c"],
    ["error INVALID_NODE_DATA /nodes/1/data/timeoutMs"],
  ],
  [
    "a count above the edges",
    [start, { id: "a", settings: { join: { count: 2 } } }],
    ["start a"],
    ["error JOIN_NEVER_MET /nodes/1/settings/join/count"],
  ],
  [
    "a secret in a header",
    [start, call("c", { headers: { Authorization: "Bearer abcdefgh12345" } })],
    ["start c"],
    ["warning SECRET_IN_GRAPH /nodes/1/data/headers/Authorization"],
  ],
  [
    "a password in an address",
    [start, call("c", { url: "https://me:hunter2@x.test" })],
    ["start c"],
    ["warning SECRET_IN_GRAPH /nodes/1/data/url"],
  ],
  [
    "a secret that a template brings",
    [start, call("c", { headers: { Authorization: "Bearer {{ payload.token }}" } })],
    ["start c"],
    [],
  ],
])("%s", (_, nodes, edges, expected) => {
  expect(found(nodes, edges)).toEqual(expected);
});

test.each<[object, string[]]>([
  [
    {
      retry: {
        maximumAttempts: 0,
        initialInterval: "PT1S",
        backoffCoefficient: 1.5,
        maximumInterval: 1000,
        nonRetryable: ["X"],
      },
    },
    [],
  ],
  [
    {
      join: "any",
      onError: "continue",
      timeout: { startToClose: "1h30m", heartbeat: "5s" },
      durability: "step",
      idempotent: false,
    },
    [],
  ],
  [{ retry: { maximumAttempts: -1 } }, ["error INVALID_SETTING /nodes/1/settings/retry/maximumAttempts"]],
  [{ retry: { maximumAttempts: 1.5 } }, ["error INVALID_SETTING /nodes/1/settings/retry/maximumAttempts"]],
  [
    { retry: { initialInterval: "soon", maximumInterval: "P1M" } },
    [
      "error INVALID_SETTING /nodes/1/settings/retry/initialInterval",
      "error INVALID_SETTING /nodes/1/settings/retry/maximumInterval",
    ],
  ],
  [{ retry: { backoffCoefficient: 0.5 } }, ["error INVALID_SETTING /nodes/1/settings/retry/backoffCoefficient"]],
  [{ retry: { nonRetryable: "X" } }, ["error INVALID_SETTING /nodes/1/settings/retry/nonRetryable"]],
  [{ retry: 3 }, ["error INVALID_SETTING /nodes/1/settings/retry"]],
  [{ retry: { maxAttempts: 3 } }, ["warning UNKNOWN_FIELD /nodes/1/settings/retry/maxAttempts"]],
  [{ timeout: { startToClose: 0 } }, ["error INVALID_SETTING /nodes/1/settings/timeout/startToClose"]],
  [{ join: "some" }, ["error INVALID_SETTING /nodes/1/settings/join"]],
  [{ join: { count: 0 } }, ["error INVALID_SETTING /nodes/1/settings/join"]],
  [{ onError: "ignore" }, ["error INVALID_SETTING /nodes/1/settings/onError"]],
  [{ onError: "pause" }, []],
  [{ durability: "fast" }, ["error INVALID_SETTING /nodes/1/settings/durability"]],
  [{ idempotent: "yes" }, ["error INVALID_SETTING /nodes/1/settings/idempotent"]],
  [{ compensate: "start" }, ["error COMPENSATION_INVALID /nodes/1/settings/compensate"]],
  [{ compensate: "undo" }, ["error COMPENSATION_UNKNOWN /nodes/1/settings/compensate"]],
])("the settings %j", (settings, expected) => {
  expect(found([start, call("c", {}, settings)], ["start c"])).toEqual(expected);
});

test("a node that the workflow itself carries out cannot have a task queue", () => {
  const delay = { id: "d", type: "delay", data: { ms: 1 }, settings: { taskQueue: "gpu" } };
  expect(found([start, delay], ["start d"])).toEqual(["error INVALID_SETTING /nodes/1/settings/taskQueue"]);
  expect(found([start, call("c", {}, { taskQueue: "gpu" })], ["start c"])).toEqual([]);
});

const BURST = { durability: "burst" };
test.each<[string, Node, string[]]>([
  ["a step that says nothing", { ...notify, settings: BURST }, ["error BURST_NOT_IDEMPOTENT"]],
  ["the author's word", { ...notify, settings: { ...BURST, idempotent: true } }, []],
  ["a GET", call("c", {}, BURST), []],
  ["a POST", call("c", { method: "POST" }, BURST), ["error BURST_NOT_IDEMPOTENT"]],
  ["a POST that the author knows", call("c", { method: "POST" }, { ...BURST, idempotent: true }), []],
  [
    "a GET that the author knows better",
    call("c", {}, { ...BURST, idempotent: false }),
    ["error BURST_NOT_IDEMPOTENT"],
  ],
  [
    "a method that is not known yet",
    call("c", { method: "{{ payload.method }}" }, BURST),
    ["error BURST_NOT_IDEMPOTENT"],
  ],
  [
    "a compensation",
    call("c", {}, { ...BURST, compensate: "start" }),
    ["error COMPENSATION_INVALID", "error BURST_WITH_COMPENSATION"],
  ],
  ["a long back-off", call("c", {}, { ...BURST, retry: { maximumAttempts: 9 } }), ["warning BURST_BACKOFF_TOO_LONG"]],
  ["a node of the machine", { id: "d", type: "delay", data: { ms: 1 }, settings: BURST }, []],
])("on the burst lane: %s", (_, node, expected) => {
  const codes = problems([start, node], [`start ${node.id}`]).map(({ code, severity }) => `${severity} ${code}`);
  expect(codes.toSorted()).toEqual(expected.toSorted());
});

test("in a burst graph every step must be idempotent unless it sets durability to step", () => {
  const nodes = [start, notify, { ...notify, id: "slow", settings: { durability: "step" } }];
  expect(found(nodes, ["start notify", "notify slow"], { settings: BURST })).toEqual([
    "error BURST_NOT_IDEMPOTENT /nodes/1",
  ]);
});

test("a workflow that emits an event for its own trigger gets a warning, and the event type of a wait must be a pattern", () => {
  const triggers: Trigger[] = [
    { id: "paid", eventType: "order.paid" },
    { eventType: "order.line.*", condition: HOT.condition },
  ];
  const emit = (id: string, eventType: string) => ({ id, type: "emit_event", data: { eventType, data: {} } });
  const nodes = [
    start,
    emit("same", "order.paid"),
    emit("begins", "order.line.added"),
    emit("other", "order.shipped"),
    emit("unknown", "{{ payload.type }}"),
    { id: "wait", type: "wait_for_event", data: { eventType: "*.paid" } },
    { id: "all", type: "wait_for_event", data: { eventType: "order.*" } },
  ];
  const edges = ["start same", "start begins", "start other", "start unknown", "start wait", "start all"];
  const of = (code: string) => problems(nodes, edges, { triggers }).filter((problem) => problem.code === code);
  expect(of("EMITS_OWN_TRIGGER")).toMatchObject([
    { severity: "warning", path: "/nodes/1/data/eventType", node: "same" },
    { path: "/nodes/2/data/eventType", message: expect.stringContaining('"trigger1" of this workflow takes, unless') },
  ]);
  expect(of("INVALID_EVENT_TYPE")).toMatchObject([{ severity: "error", path: "/nodes/5/data/eventType" }]);
});

test("a workflow that calls itself, by its name or its id, is told so", () => {
  const calls = (id: string, workflow: string) => ({ id, type: "call_workflow", data: { workflow } });
  const nodes = [start, calls("a", "Again"), calls("b", "wf_1"), calls("c", "Other"), calls("d", "{{ payload.name }}")];
  const edges = ["start a", "a b", "b c", "c d"];
  const told = (workflow?: { id: string; name: string }) =>
    problems(nodes, edges, { ...(workflow && { workflow }) }).filter(({ code }) => code === "CALLS_ITSELF");
  expect(told({ id: "wf_1", name: "Again" })).toMatchObject([
    { severity: "warning", path: "/nodes/1/data/workflow", node: "a" },
    { severity: "warning", path: "/nodes/2/data/workflow", node: "b" },
  ]);
  expect(told()).toEqual([]);
});

test("triggers", () => {
  const triggers: Trigger[] = [
    { id: "a", eventType: "order.*" },
    { id: "a", eventType: "*.created" },
    { condition: { and: [{ telepathy: [] }] } },
    { eventType: "or der" },
  ];
  expect(found([start], [], { triggers })).toEqual([
    "error INVALID_EVENT_TYPE /triggers/1/eventType",
    "error DUPLICATE_TRIGGER_ID /triggers/1/id",
    "error CONDITION_UNKNOWN_OPERATOR /triggers/2/condition",
    "error INVALID_EVENT_TYPE /triggers/3/eventType",
  ]);
  const hint = (condition: Json) => problems([start], [], { triggers: [{ condition }] })[0]?.hint;
  expect(hint({ eventTyp: "order.placed" })).toMatch(
    /^If "eventTyp" is meant as a field of the trigger: there are eventType/,
  );
  expect(hint({ and: [{ telepathy: [] }] })).toMatch(/^Use one of/);
});
