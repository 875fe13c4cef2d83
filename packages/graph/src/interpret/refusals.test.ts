import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { GraphNode } from "../definition/graph.ts";
import { Machine } from "./machine.ts";
import type { Refusal, OperationRequest } from "./operation.ts";

// A refused operation gets a message that says what is wrong, and a hint that says what would be right.

function asked(
  nodes: readonly (GraphNode | readonly GraphNode[])[],
  request: unknown,
): Partial<Refusal> & { id: string } {
  const targets = nodes.flat().filter(({ parentId }) => parentId === undefined);
  const program = scenarioProgram("w", graph([start, ...nodes], edges(...targets.map(({ id }) => `start > ${id}`))));
  const machine = new Machine(program);
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 1_000);
  return machine.check(request as OperationRequest);
}

const by = { name: "kim", roles: ["x"] };
const form = { type: "object", properties: { n: { type: "number" } } };
const ask = node("ask", "approval", { title: "?", form });
const decide = { name: "decide", path: "ask", decision: "approved" };

test.each<[string, unknown, string]>([
  ["an id that is not a text", { id: 7, by, time: 1, operation: { name: "pause" } }, "id is not a text"],
  [
    "a caller without a name",
    { id: "1", by: { roles: [] }, time: 1, operation: { name: "pause" } },
    "by does not name",
  ],
  [
    "a role that is not a text",
    { id: "1", by: { name: "kim", roles: [1] }, time: 1, operation: { name: "pause" } },
    "by does not name a caller",
  ],
  ["an unknown operation", { id: "1", by, time: 1, operation: { name: "explode" } }, "its operation is unknown"],
  ["an operation without a name", { id: "1", by, time: 1, operation: {} }, "its operation is unknown"],
  [
    "a port that is not a text",
    { id: "1", by, time: 1, operation: { name: "skip", path: "ask", output: 1, port: 1 } },
    "port is not a text",
  ],
])("%s", (_, request, message) => {
  expect(asked([ask], request)).toMatchObject({
    ok: false,
    code: "INPUT_INVALID",
    message: expect.stringContaining(message) as string,
  });
});

test("the hint lists all operations, and the result has the id of the request", () => {
  const result = asked([ask], { id: "a1", by, time: 1, operation: { name: "explode" } });
  expect(result).toMatchObject({
    id: "a1",
    hint: "Use one of pause, resume, decide, skipWait, retry, skip, fail.",
  });
  expect(asked([ask], { id: 7, by, time: 1, operation: { name: "pause" } }).id).toBe("");
});

test("the data of a decision must fit the form, and must not be too large to be checked", () => {
  const of = (data: unknown): unknown => asked([ask], { id: "1", by, time: 1, operation: { ...decide, data } });
  expect(of({ n: 1 })).toEqual({ id: "1", ok: true });
  expect(of({ n: "x" })).toMatchObject({ code: "FORM_INVALID", message: expect.stringContaining("at #/n") as string });
  expect(of(undefined)).toMatchObject({ code: "FORM_INVALID" });
  expect(of({ n: 1, text: "x".repeat(20_000) })).toMatchObject({
    code: "FORM_INVALID",
    message: expect.stringContaining("larger than") as string,
  });
});

//   start ─▶ lock (waits in the queue)      start ─▶ d
test("a lock cannot be skipped, and a skipped wait counts as decided", () => {
  const program = scenarioProgram(
    "w",
    graph(
      [start, inside(node("lock", "lock", { key: "k" }), probe("a")), node("d", "delay", { ms: 50 }), probe("runs")],
      edges("start > lock", "start > d", "start > runs"),
    ),
  );
  const machine = new Machine(program);
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 1_000);
  machine.apply([{ kind: "stepSucceeded", path: "lock", output: { granted: false } }], 1_010);
  const skip = (path: string) => ({ id: "1", by, time: 1, operation: { name: "skipWait", path } }) as const;
  expect(machine.check(skip("lock"))).toMatchObject({ code: "NOT_WAITING" });
  machine.apply([{ kind: "operation", ...skip("d") }], 1_020);
  expect(machine.check(skip("d"))).toMatchObject({
    code: "ALREADY_DECIDED",
    message: 'The step "d" was already decided: skipped by kim.',
  });
});

//   start ─▶ bad (pause)
test("skipping to an unknown port lists the ports, and failing without a message keeps the step's failure", () => {
  const program = scenarioProgram(
    "w",
    graph([start, probe("bad", {}, { onError: "pause" }), probe("runs")], edges("start > bad", "start > runs")),
  );
  const machine = new Machine(program);
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 1_000);
  machine.apply([{ kind: "stepFailed", path: "bad", failure: { code: "NO", message: "no" } }], 1_010);
  const operation = { name: "skip", path: "bad", output: 1, port: "up" } as const;
  expect(machine.check({ id: "1", by, time: 1, operation })).toMatchObject({
    message: '"bad" has no port "up".',
    hint: "Its ports are out, left, right.",
  });
  const { trace } = machine.apply(
    [{ kind: "operation", id: "2", by, time: 1, operation: { name: "fail", path: "bad" } }],
    1_020,
  );
  expect(trace[0]).toMatchObject({ kind: "failed", by: "kim", failure: { message: "no" } });
});
