import { expect, test } from "vitest";
import { edges, graph, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { GraphNode } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import { Machine, type Applied } from "./machine.ts";
import type { MachineEvent } from "./machine-event.ts";

// The commands of caller steps, and their reactions to each possible reply, compared completely.

//   start ─▶ x ─▶ after      x:timeout ─▶ late      x:error ─▶ failed
function machineWith(x: GraphNode, payload: Json = {}) {
  const others = ["after", "late", "failed"].map((id) => probe(id, { got: "{{ steps.x }}" }));
  const program = scenarioProgram(
    "w",
    graph([start, x, ...others], edges("start > x > after", "x:timeout > late", "x:error > failed")),
  );
  const machine = new Machine(program);
  const first = machine.apply([{ kind: "started", event: scenarioEvent(payload), executionId: "e" }], 1_000);
  const command = first.commands[0];
  const key = command?.kind === "runStep" ? command.idempotencyKey : "";
  const reply = (what: Json): MachineEvent => ({ kind: "replyReceived", path: "x", key, reply: what });
  return { machine, first, reply };
}

const done = (output: Json): MachineEvent => ({ kind: "stepSucceeded", path: "x", output });
const broke: MachineEvent = { kind: "stepFailed", path: "x", failure: { code: "NO", message: "no" } };
const stopped: MachineEvent = { kind: "stepCancelled", path: "x" };
const cancel: MachineEvent = { kind: "cancelRequested" };
const timeIsUp: MachineEvent = { kind: "timerFired", path: "x!timeout" };

function inputOf({ commands }: Applied): JsonObject | null {
  const first = commands[0];
  return first?.kind === "runStep" ? first.input : null;
}

/** Commands in short: steps with their input, timers, the end. */
function asked({ commands }: Applied): readonly unknown[] {
  return commands.map((command) => {
    if (command.kind === "runStep") return [command.path, command.input];
    if (command.kind === "startTimer") return [command.path, command.at];
    return "path" in command ? `${command.kind} ${command.path}` : command.kind;
  });
}

function traced({ trace }: Applied): readonly unknown[] {
  return trace.map(({ path, kind, port, input, output, failure, until, by }) =>
    Object.fromEntries(
      Object.entries({ path, kind, port, input, output, code: failure?.code, until, by }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  );
}

const call = (data: JsonObject = {}): GraphNode => node("x", "call_workflow", { workflow: "other", ...data });

test("a call commands an activity with the called workflow and its payload", () => {
  expect(inputOf(machineWith(call()).first)).toEqual({
    op: "start",
    workflow: "other",
    data: {},
    wait: true,
    parentClosePolicy: "requestCancel",
  });
  const more = { version: 3, data: { a: 1 }, wait: false, parentClosePolicy: "abandon", timeout: "1s" };
  const { first } = machineWith(call(more));
  expect(inputOf(first)).toEqual({ op: "start", workflow: "other", ...more, timeout: undefined });
  expect(asked(first)[1]).toEqual(["x!timeout", 2_000]);
  expect(traced(first)[1]).toEqual({
    path: "x",
    kind: "scheduled",
    input: { workflow: "other", ...more },
    until: 2_000,
  });
  expect(traced(machineWith(call()).first)[1]).toEqual({ path: "x", kind: "scheduled", input: { workflow: "other" } });
});

test("a call that does not wait ends once the called execution has started", () => {
  const { machine } = machineWith(call({ wait: false }));
  expect(asked(machine.apply([done({ executionId: "o1" })], 1_100))).toEqual([
    ["after", { got: { executionId: "o1" } }],
  ]);
});

test("a call that waits ends with the close of the called execution, even if the close arrives before the answer", () => {
  const { machine, reply } = machineWith(call());
  expect(traced(machine.apply([done({ executionId: "o1" })], 1_100))).toEqual([
    { path: "x", kind: "waiting", output: { executionId: "o1" } },
  ]);
  for (const noise of [null, 7, {}, { status: 1 }, []] as Json[])
    expect(machine.apply([reply(noise)], 1_150)).toMatchObject({ commands: [], trace: [] });
  const closed = { executionId: "o1", status: "completedWithErrors", output: 5 };
  expect(asked(machine.apply([reply(closed)], 1_200))).toEqual([["after", { got: closed }]]);

  const early = machineWith(call());
  expect(asked(early.machine.apply([early.reply({ executionId: "o1", status: "completed" })], 1_050))).toEqual([]);
  expect(asked(early.machine.apply([done({ executionId: "o1" })], 1_100))).toEqual([
    ["after", { got: { executionId: "o1", status: "completed", output: null } }],
  ]);
});

test("a call fails with the failure of the called execution, or with the reason why it could not start", () => {
  const { machine, reply } = machineWith(call());
  machine.apply([done({ executionId: "o1" })], 1_100);
  const failure = { code: "BAD", message: "bad" };
  const { trace } = machine.apply([reply({ executionId: "o1", status: "failed", failure })], 1_200);
  expect(trace[0]).toMatchObject({
    kind: "failed",
    port: "error",
    failure: {
      code: "CALLED_WORKFLOW_FAILED",
      message: "The called execution o1 ended failed: bad.",
      retryable: false,
      details: { executionId: "o1", status: "failed", failure },
    },
  });
  const sentence = machineWith(call());
  sentence.machine.apply([done({ executionId: "o1" })], 1_100);
  const told = sentence.reply({ executionId: "o1", status: "failed", failure: { code: "NO", message: "None left." } });
  expect(sentence.machine.apply([told], 1_200).trace[0]!.failure).toMatchObject({
    message: "The called execution o1 ended failed: None left.",
  });
  const silent = machineWith(call());
  silent.machine.apply([done({ executionId: "o1" })], 1_100);
  expect(silent.machine.apply([silent.reply({ status: "terminated" })], 1_200).trace[0]!.failure).toMatchObject({
    message: "The called execution null ended terminated.",
    details: { executionId: null, status: "terminated", failure: null },
  });
  expect(traced(machineWith(call()).machine.apply([broke], 1_100))[0]).toMatchObject({ kind: "failed", code: "NO" });
  expect(traced(machineWith(call()).machine.apply([stopped], 1_100))[0]).toMatchObject({
    kind: "failed",
    code: "STEP_CANCELLED",
  });
});

test("a call that times out ends on timeout with the id of the called execution", () => {
  const { machine } = machineWith(call({ timeout: "1s" }));
  machine.apply([done({ executionId: "o1" })], 1_100);
  expect(asked(machine.apply([timeIsUp], 2_000))).toEqual([["late", { got: { executionId: "o1" } }]]);
  const starting = machineWith(call({ timeout: "1s" }));
  expect(asked(starting.machine.apply([timeIsUp], 2_000))).toEqual([["late", { got: { executionId: null } }]]);
});

test.each([
  [undefined, "requestCancel"],
  ["terminate", "terminate"],
])("a called execution with the policy %s is ended when its caller is cancelled", (policy, said) => {
  const { machine } = machineWith(call(policy === undefined ? {} : { parentClosePolicy: policy }));
  machine.apply([done({ executionId: "o1" })], 1_100);
  expect(asked(machine.apply([cancel], 1_200))[0]).toEqual([
    "x!cancel",
    { op: "cancel", executionId: "o1", policy: said },
  ]);
  const { commands, trace } = machine.apply([{ kind: "stepSucceeded", path: "x!cancel", output: {} }], 1_300);
  expect(commands.at(-1)).toEqual({ kind: "cancelled" });
  expect(trace[0]).toMatchObject({ path: "x", kind: "cancelled" });
});

test("a called execution that is just being started is ended, too, unless the policy is abandon", () => {
  const { machine } = machineWith(call());
  expect(asked(machine.apply([cancel], 1_100))[0]).toBe("cancel x");
  expect(asked(machine.apply([done({ executionId: "o1" })], 1_200))).toEqual([
    ["x!cancel", { op: "cancel", executionId: "o1", policy: "requestCancel" }],
  ]);
  for (const answer of [broke, stopped, done(null), done([]), done({ executionId: 1 })]) {
    const other = machineWith(call()).machine;
    other.apply([cancel], 1_100);
    expect(asked(other.apply([answer], 1_200)).at(-1)).toBe("cancelled");
  }
  const abandoned = machineWith(call({ parentClosePolicy: "abandon" })).machine;
  abandoned.apply([cancel], 1_100);
  expect(asked(abandoned.apply([done({ executionId: "o1" })], 1_200)).at(-1)).toBe("cancelled");
  const waiting = machineWith(call({ parentClosePolicy: "abandon" })).machine;
  waiting.apply([done({ executionId: "o1" })], 1_100);
  expect(asked(waiting.apply([cancel], 1_200))).toEqual(["cancelled"]);
});

const event = { id: "evt2", type: "paid", source: "s", time: "2026-01-01T00:00:00Z", data: { n: 1 } };
const wait = (data: JsonObject = {}): GraphNode => node("x", "wait_for_event", { eventType: "paid", ...data });

test("a wait for an event commands an activity with type, look-back and deadline", () => {
  expect(inputOf(machineWith(wait()).first)).toEqual({ eventType: "paid", match: null, lookBackMs: 0, untilMs: null });
  const more = { match: { "==": [{ var: "n" }, 1] }, lookBack: "2s", timeout: "1s" };
  const { first } = machineWith(wait(more));
  expect(inputOf(first)).toEqual({ eventType: "paid", match: more.match, lookBackMs: 2_000, untilMs: 2_000 });
  expect(asked(first)[1]).toEqual(["x!timeout", 2_000]);
  expect(traced(first)[1]).toEqual({ path: "x", kind: "waiting", input: { eventType: "paid", ...more }, until: 2_000 });
  expect(traced(machineWith(wait()).first)[1]).toEqual({ path: "x", kind: "waiting", input: { eventType: "paid" } });
});

test("a wait for an event takes the event from the answer or from a reply, whichever comes first", () => {
  expect(asked(machineWith(wait()).machine.apply([done({ event })], 1_100))).toEqual([["after", { got: event }]]);
  const { machine, reply } = machineWith(wait());
  expect(asked(machine.apply([done({ event: null })], 1_100))).toEqual([]);
  for (const noise of [null, 7, {}, []]) expect(asked(machine.apply([reply(noise)], 1_150))).toEqual([]);
  expect(asked(machine.apply([reply({ event })], 1_200))).toEqual([["after", { got: event }]]);
  const early = machineWith(wait());
  early.machine.apply([early.reply({ event })], 1_050);
  expect(asked(early.machine.apply([done({ event: null })], 1_100))).toEqual([["after", { got: event }]]);
});

test("a wait for an event can fail or time out before its activity has answered", () => {
  expect(traced(machineWith(wait()).machine.apply([broke], 1_100))[0]).toMatchObject({ kind: "failed", code: "NO" });
  expect(traced(machineWith(wait()).machine.apply([stopped], 1_100))[0]).toMatchObject({
    kind: "failed",
    code: "STEP_CANCELLED",
  });
  const { machine } = machineWith(wait({ timeout: "1s" }));
  expect(asked(machine.apply([timeIsUp], 2_000))).toEqual([["late", { got: { eventType: "paid" } }]]);
  expect(machine.apply([done({ event })], 2_100)).toMatchObject({ commands: [], trace: [] });
  const cancelled = machineWith(wait()).machine;
  cancelled.apply([cancel], 1_100);
  expect(traced(cancelled.apply([done({ event })], 1_200))[0]).toEqual({ path: "x", kind: "cancelled" });
});

test.each<[string, GraphNode]>([
  ["a call", call({ timeout: "{{ payload.bad }}" })],
  ["a wait for an event", wait({ timeout: "{{ payload.bad }}" })],
  ["the look-back of a wait for an event", wait({ lookBack: "{{ payload.bad }}" })],
  ["a wait for a signal", node("x", "wait_for_signal", { name: "go", timeout: "{{ payload.bad }}" })],
  ["an approval", node("x", "approval", { title: "?", timeout: "{{ payload.bad }}" })],
  ["a delay", node("x", "delay", { duration: "{{ payload.bad }}" })],
])("%s with an invalid duration fails, and the trace has its input", (_, x) => {
  const { first } = machineWith(x, { bad: "soon" });
  const failed = first.trace.find(({ path }) => path === "x");
  expect(failed).toMatchObject({ kind: "failed", failure: { code: "DURATION_INVALID", retryable: false, path: "x" } });
  expect(JSON.stringify(failed?.input)).toContain("soon");
  expect(failed?.failure?.hint).toBeTruthy();
});

test("an approval that nobody decides ends on timeout and cannot be decided any more", () => {
  const { machine } = machineWith(node("x", "approval", { title: "?", timeout: "1s" }));
  const { trace } = machine.apply([timeIsUp], 2_000);
  expect(trace[0]).toMatchObject({ port: "timeout", output: { decision: null, by: null, data: null, at: null } });
  const by = { name: "kim", roles: [] };
  const result = machine.check({
    id: "1",
    by,
    time: 1,
    operation: { name: "decide", path: "x", decision: "approved" },
  });
  expect(result).toMatchObject({
    ok: false,
    code: "ALREADY_DECIDED",
    message: expect.stringContaining("nobody in time") as string,
  });
});

test("a signal that arrived before the wait is taken at once", () => {
  const program = scenarioProgram(
    "w",
    graph([start, probe("a"), node("x", "wait_for_signal", { name: "go" })], edges("start > a > x")),
  );
  const machine = new Machine(program);
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 1_000);
  machine.apply([{ kind: "signalReceived", id: "1", name: "go", payload: 7 }], 1_050);
  expect(traced(machine.apply([{ kind: "stepSucceeded", path: "a", output: 1 }], 1_100))[1]).toEqual({
    path: "x",
    kind: "completed",
    port: "out",
    input: { name: "go" },
    output: 7,
  });
});

test("sleep_until reports its moment in UTC, and does not wait for a moment in the past", () => {
  const { first } = machineWith(node("x", "sleep_until", { until: "1970-01-01T02:00:00", timeZone: "Europe/Berlin" }));
  expect(asked(first)).toEqual([["x", 3_600_000]]);
  expect(traced(first)[1]).toEqual({
    path: "x",
    kind: "waiting",
    input: { until: "1970-01-01T02:00:00", timeZone: "Europe/Berlin" },
    until: 3_600_000,
  });
  const past = machineWith(node("x", "sleep_until", { until: "1970-01-01T00:00:01Z" })).first;
  expect(traced(past)[1]).toEqual({
    path: "x",
    kind: "completed",
    port: "out",
    input: { until: "1970-01-01T00:00:01Z" },
    output: { until: "1970-01-01T00:00:01Z" },
  });
});

test("a fail node has the code and message of its author, and a default code", () => {
  const of = (data: JsonObject): unknown => {
    const machine = new Machine(scenarioProgram("w", graph([node("x", "fail", data)], [])));
    return machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 1).commands;
  };
  expect(of({ message: "m" })).toEqual([
    { kind: "fail", failure: { code: "FAILED", message: "m", retryable: false, path: "x" } },
  ]);
  expect(of({ code: "MINE", message: "m", details: { a: 1 } })).toEqual([
    { kind: "fail", failure: { code: "MINE", message: "m", retryable: false, path: "x", details: { a: 1 } } },
  ]);
});

// start ─▶ x      a label, short and long
test("a summary begins with the path and has at most 400 bytes", () => {
  const summary = (label: string): string => {
    const { commands } = machineWith({ ...probe("x"), data: { label } } as GraphNode).first;
    return commands[0]?.kind === "runStep" ? commands[0].summary : "";
  };
  const long = summary("ä".repeat(1_000));
  expect(new TextEncoder().encode(long).length).toBeLessThanOrEqual(400);
  expect(long.startsWith("x")).toBe(true);
});

const rule = (value: Json): Json => ({ and: [{ "==": [{ var: "orderId" }, value] }, true] });

test.each<[string, Json, boolean]>([
  ["a text", "o1", true],
  ["a number", 7, true],
  ["null", null, true],
  ["a list of plain values", ["o1", 7, null], true],
  ["an object", { var: "secret" }, false],
  ["a list with an object in it", ["o1", { var: "secret" }], false],
  ["a list in a list", [["o1"]], false],
])("I11: a template in match may give a value, but no part of the condition: %s", (_, id, isTaken) => {
  const { first } = machineWith(wait({ match: rule("{{ payload.id }}") }), { id });
  if (isTaken) {
    expect(inputOf(first)).toMatchObject({ match: rule(id) });
  } else {
    expect(first.commands.every((command) => command.kind !== "runStep" || command.path !== "x")).toBe(true);
    const failed = first.trace.find(({ path }) => path === "x");
    expect(failed).toMatchObject({ kind: "failed", input: { eventType: "paid", match: rule(id) } });
  }
});

test("a match that is one template is a CEL condition on the arriving event and is not rendered", () => {
  const whole = wait({ match: "{{ payload.rule }}" });
  expect(inputOf(machineWith(whole, { rule: { var: "secret" } }).first)).toMatchObject({ match: "{{ payload.rule }}" });
  expect(inputOf(machineWith(wait({ match: { "!": [{ var: "paid" }] } })).first)).toMatchObject({
    match: { "!": [{ var: "paid" }] },
  });
});
