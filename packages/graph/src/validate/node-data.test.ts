import { expect, test } from "vitest";
import { call, found, problems, start, type Edge, type Node } from "./test-kit.ts";

const one = (type: string, data: object): string[] =>
  found([start, { id: "n", type, data }], ["start n"]).map((line) => line.replace("/nodes/1/data", ""));

/** Schemas of which each names the next one twice, so that one value is checked against 2 ** levels schemas. */
function doubling(levels: number): object {
  const $defs: Record<string, object> = { [`l${levels}`]: { type: "string" } };
  for (let level = 0; level < levels; level += 1) {
    const next = { $ref: `#/$defs/l${level + 1}` };
    $defs[`l${level}`] = { anyOf: [next, next] };
  }
  return { $ref: "#/$defs/l0", $defs };
}

test.each<[string, object, string[]]>([
  ["delay", { ms: "1h30m" }, []],
  ["delay", { duration: "{{ payload.wait }}" }, []],
  ["delay", { ms: "soon" }, ["error DURATION_INVALID /ms"]],
  ["delay", { ms: -5 }, ["error DURATION_INVALID /ms"]],
  ["wait_for_signal", { name: "go", timeout: "P1M" }, ["error DURATION_INVALID /timeout"]],
  ["wait_for_event", { eventType: "paid", lookBack: "5m", timeout: "3 days" }, []],
  ["wait_for_event", { eventType: "paid", lookBack: "ever" }, ["error DURATION_INVALID /lookBack"]],
  ["wait_for_event", { eventType: "paid", match: { "==": [{ var: "data.order" }, "{{ payload.id }}"] } }, []],
  ["wait_for_event", { eventType: "paid", match: { "=>": [1, 2] } }, ["error CONDITION_UNKNOWN_OPERATOR /match"]],
  [
    "wait_for_event",
    { eventType: "paid", match: { "==": [1, "{{ steps.nobody }}"] } },
    ["error STEP_UNKNOWN /match/==/1"],
  ],
  ["wait_for_event", { eventType: "paid", match: { "==": [1, "{{ 1 + }}"] } }, ["error TEMPLATE_SYNTAX /match/==/1"]],
  ["sleep_until", { until: "2026-03-29T02:30:00", timeZone: "Europe/Berlin" }, []],
  ["sleep_until", { until: "2026-03-29" }, []],
  ["sleep_until", { until: "{{ payload.at }}", timeZone: "{{ payload.zone }}" }, []],
  ["sleep_until", { until: "tomorrow" }, ["error MOMENT_INVALID /until"]],
  ["sleep_until", { until: "2026-02-30T00:00:00Z" }, ["error MOMENT_INVALID /until"]],
  ["sleep_until", { until: "2026-03-29", timeZone: "Mars/Olympus" }, ["error TIME_ZONE_UNKNOWN /timeZone"]],
  ["approval", { title: "Refund?", approvers: ["role:finance", "user:kim", "{{ payload.boss }}"], timeout: "2d" }, []],
  ["approval", { approvers: ["finance"] }, ["error INVALID_NODE_DATA /approvers/0"]],
  ["approval", { approvers: [] }, ["error INVALID_NODE_DATA /approvers"]],
  [
    "approval",
    { form: { type: "object", properties: { why: { type: "string", minLength: 3 } }, required: ["why"] } },
    [],
  ],
  ["approval", { form: { type: "obj" } }, ["error FORM_SCHEMA_INVALID /form/type"]],
  [
    "approval",
    { form: { properties: { why: { minLength: "3" } } } },
    ["error FORM_SCHEMA_INVALID /form/properties/why/minLength"],
  ],
  [
    "approval",
    { form: { properties: { why: { pattern: "(" } } } },
    ["error FORM_SCHEMA_INVALID /form/properties/why/pattern"],
  ],
  ["approval", { form: { properties: { why: { pattern: "^(a+)+$" } } } }, []],
  [
    "approval",
    { form: { properties: { why: { pattern: "^(?=a)(.)\\1$" } } } },
    ["error FORM_SCHEMA_INVALID /form/properties/why/pattern"],
  ],
  ["approval", { form: { $ref: "#" } }, ["error FORM_SCHEMA_INVALID /form"]],
  ["approval", { form: doubling(7) }, []],
  ["approval", { form: doubling(12) }, ["error FORM_SCHEMA_INVALID /form"]],
  ["approval", { form: doubling(60) }, ["error FORM_SCHEMA_INVALID /form"]],
  ["approval", { form: { $ref: "#/$defs/nothing" } }, ["error FORM_SCHEMA_INVALID /form"]],
  ["approval", { form: { properties: { size: { enum: "{{ payload.sizes }}" } } } }, []],
  ["call_workflow", { workflow: "billing", wait: "{{ payload.wait }}" }, ["error INVALID_NODE_DATA /wait"]],
])("%s with %j", (type, data, expected) => {
  expect(one(type, data)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ["delay", { ms: 1, label: "Wait a bit" }, []],
  ["delay", { ms: 1, note: "x" }, ["warning UNKNOWN_FIELD /note"]],
  ["set", { values: { anything: 1 } }, []],
  ["start", { anything: 1 }, []],
  ["check", { anything: 1 }, []],
])("fields that are not used: %s with %j", (type, data, expected) => {
  expect(one(type, data)).toEqual(expected);
});

test("the hint names the field that was probably meant", () => {
  const [problem] = problems(
    [start, { id: "n", type: "wait_for_signal", data: { name: "x", timout: "1h" } }],
    ["start n"],
  );
  expect(problem?.hint).toMatch(/^Did you mean "timeout"\?/);
});

//   start ─▶ sw ┬ DE ──▶ a
//               └ else ▶ b
const sw = (...cases: object[]): Node => ({
  id: "sw",
  type: "switch",
  data: { value: "{{ payload.country }}", cases },
});
test.each<[string, Node, Edge[], string[]]>([
  ["ports by value", sw({ value: "DE" }, { value: 7 }, { else: true }), ["sw:DE a", "sw:7 b", "sw:else b"], []],
  ["next instead of edges", sw({ value: "DE", next: "a" }, { else: true, next: "b" }), [], []],
  [
    "an edge on a port that the switch does not have",
    sw({ value: "DE", next: "a" }, { else: true, next: "b" }),
    ["sw:FR a"],
    ["error UNKNOWN_PORT /edges/0/sourceHandle"],
  ],
  [
    "no else",
    sw({ value: "DE", next: "a" }, { value: "FR", next: "b" }),
    [],
    ["warning BRANCH_WITHOUT_ELSE /nodes/1/data/cases"],
  ],
  [
    "two cases with the same value",
    sw({ value: "DE", next: "a" }, { value: "DE", label: "x", next: "b" }, { else: true }),
    [],
    ["warning DUPLICATE_CASE /nodes/1/data/cases/1"],
  ],
  [
    "two values with one name",
    sw({ value: 1, next: "a" }, { value: "1", next: "b" }, { else: true }),
    [],
    ["warning DUPLICATE_CASE /nodes/1/data/cases/1"],
  ],
  [
    "a value that is the name of a port",
    sw({ value: "error", next: "a" }, { else: true, next: "b" }),
    [],
    ["error BRANCH_LABEL_RESERVED /nodes/1/data/cases/0/label"],
  ],
  [
    "a template where none is rendered",
    sw({ value: "{{ payload.home }}", label: "home", next: "a" }, { else: true, next: "b" }),
    [],
    ["warning TEMPLATE_IN_CONDITION /nodes/1/data/cases"],
  ],
  [
    "a value that is known only when the node runs",
    {
      ...sw({ value: "DE", next: "a" }, { else: true, next: "b" }),
      data: { value: "{{ steps.b }}", cases: [{ else: true, next: "b" }] },
    },
    ["sw:else a"],
    ["error STEP_NOT_BEFORE /nodes/1/data/value"],
  ],
])("a switch: %s", (_, node, edges, expected) => {
  const nodes = [start, node, { id: "a" }, { id: "b" }];
  expect(found(nodes, ["start sw", ...edges]).filter((line) => !line.includes("UNREACHABLE"))).toEqual(
    expected.map((line) => line.replace("/edges/0", "/edges/1")),
  );
});

test("labels of a branch that two cases have", () => {
  const cases = [{ label: "x", condition: true }, { label: "x", condition: false }, { else: true }];
  expect(found([start, { id: "b", type: "branch", data: { cases } }, { id: "a" }], ["start b", "b:x a"])).toEqual([
    "warning DUPLICATE_CASE /nodes/1/data/cases/1",
  ]);
});

test("an edge on the port timeout of a node without a timeout", () => {
  const wait = (data: object): Node => ({ id: "w", type: "wait_for_signal", data: { name: "go", ...data } });
  const edges = ["start w", "w:timeout a"];
  expect(found([start, wait({}), { id: "a" }], edges)).toEqual(["warning EDGE_NEVER_TAKEN /edges/1"]);
  expect(found([start, wait({ timeout: "1h" }), { id: "a" }], edges)).toEqual([]);
});

const SECRET = "warning SECRET_IN_GRAPH";
test.each<[string, object, string[]]>([
  ["a bearer token in any field", { body: { auth: "Bearer abcdefgh12345678" } }, [`${SECRET} /nodes/1/data/body/auth`]],
  ["a key in an address", { url: "https://x.test/?api_key=abcdefgh1234" }, [`${SECRET} /nodes/1/data/url`]],
  ["a key that a template brings", { url: "https://x.test/?api_key={{ payload.key }}" }, []],
  ["a secret inside a template", { body: '{{ "ghp_abcdefghijklmnopqrstuvwx" }}' }, [`${SECRET} /nodes/1/data/body`]],
  [
    "a secret beside a template",
    { url: "https://me:hunter2@x.test/{{ payload.id }}" },
    [`${SECRET} /nodes/1/data/url`],
  ],
  ["a default inside a template", { headers: { Authorization: '{{ vars.?token.orValue("anonymous") }}' } }, []],
  ["a plain text", { body: "The bearer of this letter, basically, is welcome" }, []],
])("%s", (_, data, expected) => {
  const nodes = [start, call("c", data), { id: "s", type: "set", data: { values: { token: 1 } } }];
  expect(found(nodes, ["start c", "start s"])).toEqual(expected);
});

test("secrets in a container's data", () => {
  const nodes = [start, { id: "lock", type: "lock", data: { key: "sk_live_abcdefgh" } }, call("a")];
  expect(
    found(
      nodes.map((node) => (node.id === "a" ? { ...node, parentId: "lock" } : node)),
      ["start lock"],
    ),
  ).toEqual([`${SECRET} /nodes/1/data/key`]);
});

test.each([
  ["Set-Cookie", "a=b", ["error INVALID_NODE_DATA /nodes/1/data/headers"]],
  ["set-cookie", "{{ payload.cookie }}", ["error INVALID_NODE_DATA /nodes/1/data/headers"]],
  ["Location", " JavaScript:alert(1)", ["error INVALID_NODE_DATA /nodes/1/data/headers"]],
  ["Location", "data:text/html,x", ["error INVALID_NODE_DATA /nodes/1/data/headers"]],
  ["Location", "/orders/javascript:1", []],
  ["Location", "{{ payload.url }}", []],
  ["X-Order", "7", []],
])("the answer of a respond node with the header %s: %s", (name, value, expected) => {
  const respond = { id: "r", type: "respond", data: { headers: { [name]: value } } };
  const lines = found([start, respond], ["start r"]).filter((line) => !line.includes("UNKNOWN_NODE_TYPE"));
  expect(lines).toEqual(expected);
});
