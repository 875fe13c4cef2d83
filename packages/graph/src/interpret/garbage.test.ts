import { expect, test } from "vitest";
import { edges, failing, graph, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { GraphEdge, GraphNode } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { Command } from "./command.ts";
import { Machine } from "./machine.ts";
import type { MachineEvent } from "./machine-event.ts";
import { replyEvent } from "./wire/reply-event.ts";
import type { OperationRequest } from "./operation.ts";

// Invalid input from outside is refused or ignored. It must never make the machine throw, because that would stop the execution for good.

function begun(nodes: readonly (GraphNode | readonly GraphNode[])[], list: readonly GraphEdge[], payload: Json = {}) {
  const machine = new Machine(scenarioProgram("w", graph(nodes, list)));
  const first = machine.apply([{ kind: "started", event: scenarioEvent(payload), executionId: "e" }], 0);
  return { machine, first };
}

function keyOf(commands: readonly Command[], path: string): string {
  for (const command of commands)
    if (command.kind === "runStep" && command.path === path) return command.idempotencyKey;
  throw new Error(`no step at ${path}`);
}

const by = { name: "kim", roles: [] };
const deep = JSON.parse("[".repeat(100_000) + "]".repeat(100_000)) as Json;
const decide = (fields: object) => ({ id: "1", by, time: 1, operation: { name: "decide", path: "ask", ...fields } });

// start ─▶ ask ⏸;  start ─▶ bad (incident)
test.each<[string, unknown]>([
  ["nothing", undefined],
  ["null", null],
  ["a text", "pause"],
  ["no operation", { id: "1", by, time: 1 }],
  ["an operation that is null", { id: "1", by, time: 1, operation: null }],
  ["an inherited name", { id: "1", by, time: 1, operation: { name: "constructor" } }],
  ["a name that is not a text", { id: "1", by, time: 1, operation: { name: { toString: 1 } } }],
  ["nobody", { id: "1", time: 1, operation: { name: "pause" } }],
  ["a caller without roles", { id: "1", by: { name: "kim" }, time: 1, operation: { name: "pause" } }],
  ["no id", { by, time: 1, operation: { name: "pause" } }],
  ["a time that is a text", { id: "1", by, time: "99999999999999", operation: { name: "pause" } }],
  ["a time beyond the last date", { id: "1", by, time: 1e300, operation: { name: "pause" } }],
  ["a path that is a number", { id: "1", by, time: 1, operation: { name: "decide", path: 7, decision: "approved" } }],
  ["no path", { id: "1", by, time: 1, operation: { name: "skipWait" } }],
  [
    "a decision that is an object",
    { id: "1", by, time: 1, operation: { name: "decide", path: "ask", decision: { toString: 1 } } },
  ],
  [
    "a message that is an object",
    { id: "1", by, time: 1, operation: { name: "fail", path: "bad", message: { toString: 1 } } },
  ],
  ["a decision of 100,000 levels", decide({ decision: deep })],
  ["data of 100,000 levels", decide({ decision: "approved", data: deep })],
  ["data with a NUL", decide({ decision: "approved", data: { "a\u0000": 1 } })],
  ["data with half a character", decide({ decision: "approved", data: "\ud800" })],
  ["a path of 5,000 characters", decide({ decision: "approved", path: "x".repeat(5_000) })],
  ["a decision of 5,000 characters", decide({ decision: "x".repeat(5_000) })],
  ["an id of 5,000 characters", { ...decide({ decision: "approved" }), id: "x".repeat(5_000) }],
  [
    "a caller whose name has 5,000 characters",
    { ...decide({ decision: "approved" }), by: { name: "x".repeat(5_000), roles: [] } },
  ],
  ["roles of 2 MB", { ...decide({ decision: "approved" }), by: { name: "kim", roles: ["x".repeat(2_000_000)] } }],
])("an operation with %s is refused and changes nothing", (_, request) => {
  const { machine } = begun(
    [start, node("ask", "approval", { title: "?" }), failing("bad", {}, { onError: "pause" })],
    edges("start > ask", "start > bad"),
  );
  machine.apply([{ kind: "stepFailed", path: "bad", failure: { code: "NO", message: "no" } }], 1);
  const before = JSON.stringify(machine.snapshot());
  expect(machine.check(request as OperationRequest)).toMatchObject({ ok: false, code: "INPUT_INVALID" });
  const fields = (typeof request === "object" && request !== null ? request : {}) as OperationRequest;
  const { operationResults, trace } = machine.apply([{ ...fields, kind: "operation" }], 1);
  expect(operationResults).toMatchObject([{ ok: false, code: "INPUT_INVALID" }]);
  expect(trace).toEqual([]);
  expect(JSON.stringify(machine.snapshot())).toBe(before);
});

// start ─▶ ask (an invalid form)
test("an approval with an invalid form fails when it begins, because no decision could ever fit", () => {
  const { first } = begun(
    [start, node("ask", "approval", { title: "?", form: "{{ payload.form }}" })],
    edges("start > ask"),
    { form: { $ref: "#/nowhere" } },
  );
  expect(first.commands).toMatchObject([{ kind: "fail", failure: { code: "FORM_SCHEMA_INVALID" } }]);
});

const poison = { toString: 1, valueOf: 1 };

// start ─▶ x, with an object where a text is expected
test.each<[string, GraphNode]>([
  ["a signal's name", node("x", "wait_for_signal", { name: "{{ payload.p }}" })],
  ["an event's type", node("x", "wait_for_event", { eventType: "{{ payload.p }}" })],
  ["a failure's message", node("x", "fail", { message: "{{ payload.p }}" })],
  ["a lock's key", node("x", "lock", { key: "{{ payload.p }}" })],
  ["a moment", node("x", "sleep_until", { until: "{{ payload.p }}" })],
  ["a time zone", node("x", "sleep_until", { until: "2030-01-01", timeZone: "{{ payload.p }}" })],
  ["an approver", node("x", "approval", { title: "?", approvers: ["{{ payload.p }}"] })],
  ["a workflow's name", node("x", "call_workflow", { workflow: "{{ payload.p }}" })],
])("an object as %s cannot stop the execution", (_, one) => {
  const nodes: GraphNode[] = one.type === "lock" ? [one, { ...probe("in"), parentId: "x" }] : [one];
  expect(() => begun([start, nodes], edges("start > x"), { p: poison })).not.toThrow();
});

// start ─▶ x (a caller step that waits for a reply)
test.each<[string, GraphNode, Json]>([
  ["call_workflow", node("x", "call_workflow", { workflow: "w" }), { executionId: "exe" }],
  ["wait_for_event", node("x", "wait_for_event", { eventType: "t" }), { event: null }],
  ["lock", node("x", "lock", { key: "k" }), { granted: false }],
])("a reply to a %s without content is ignored", (type, one, answer) => {
  const nodes: GraphNode[] = type === "lock" ? [one, { ...probe("in"), parentId: "x" }] : [one];
  const { machine, first } = begun([start, nodes], edges("start > x"));
  const key = keyOf(first.commands, "x");
  const replies: MachineEvent[] = [null, 7, "x", {}, [], { executionId: poison, status: poison }].map((reply) => ({
    kind: "replyReceived",
    path: "x",
    key,
    reply: reply as Json,
  }));
  for (const reply of replies) expect(machine.apply([reply], 1).trace).toEqual([]);
  const answered = machine.apply([{ kind: "stepSucceeded", path: "x", output: answer }], 2);
  expect(answered.trace.every(({ kind }) => kind === "waiting")).toBe(true);
  for (const reply of replies) expect(machine.apply([reply], 3).trace).toEqual([]);
});

test("an invalid reply signal is ignored", () => {
  expect(replyEvent(null)).toBeNull();
  expect(replyEvent("x")).toBeNull();
  expect(replyEvent({ path: poison, key: "k", reply: 1 })).toBeNull();
  expect(replyEvent({ path: "p", key: "k", reply: deep })).toBeNull();
  expect(replyEvent({ path: "p", key: "k", reply: 1, time: 1e300 })).toEqual({
    kind: "replyReceived",
    path: "p",
    key: "k",
    reply: 1,
  });
});

// constructor ─▶ toString ─▶ hasOwnProperty
test("nodes may have the names of properties that every object inherits", () => {
  const { first } = begun(
    [start, probe("constructor"), probe("toString")],
    edges("start > constructor", "start > toString"),
  );
  expect(first.commands.map((command) => (command.kind === "runStep" ? command.path : ""))).toEqual([
    "constructor",
    "toString",
  ]);
});
