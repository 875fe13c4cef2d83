import { expect, test } from "vitest";
import { edges, failing, graph, inside, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { GraphEdge, GraphNode } from "../definition/graph.ts";
import type { RunStep } from "./command.ts";
import { Machine, type Applied } from "./machine.ts";
import type { Operation } from "./operation.ts";

function begun(nodes: readonly (GraphNode | readonly GraphNode[])[], list: readonly GraphEdge[]) {
  const machine = new Machine(scenarioProgram("w", graph(nodes, list)));
  const first = machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 0);
  let ids = 0;
  const operation = (one: Operation, roles: readonly string[] = []): Applied => {
    ids += 1;
    return machine.apply(
      [{ kind: "operation", id: String(ids), by: { name: "kim", roles }, time: 1, operation: one }],
      1,
    );
  };
  const fails = (path: string) =>
    machine.apply([{ kind: "stepFailed", path, failure: { code: "NO", message: "no" } }], 1);
  return { machine, first, operation, fails };
}

function steps({ commands }: Applied): readonly RunStep[] {
  return commands.filter((command) => command.kind === "runStep");
}

function ends({ trace }: Applied): readonly string[] {
  return trace.map(({ path, kind, port = "" }) => `${path} ${kind} ${port}`.trim());
}

// start ─▶ a (incident): a retry with {n:1}, one with too much, one with {n:2}
test("different inputs of a step have different idempotency keys, also if a retry was refused in between", () => {
  const { operation, fails, first } = begun([start, failing("a", {}, { onError: "pause" })], edges("start > a"));
  const keys = new Map([[steps(first)[0]!.idempotencyKey, JSON.stringify(steps(first)[0]!.input)]]);
  fails("a");
  for (const input of [{ n: 1 }, { n: "x".repeat(1_100_000) }, { n: 2 }, undefined]) {
    const applied = operation({ name: "retry", path: "a", ...(input && { input }) });
    const [step] = steps(applied);
    if (step === undefined) {
      expect(applied.operationResults).toMatchObject([{ ok: false, code: "INPUT_INVALID" }]);
      continue;
    }
    const text = JSON.stringify(step.input);
    expect(keys.get(step.idempotencyKey) ?? text).toBe(text);
    keys.set(step.idempotencyKey, text);
    fails("a");
  }
  expect(keys.size).toBe(3);
});

// start ─▶ call (the called one fails: incident)
test("a call that is retried after the called execution failed starts another execution, with a new key", () => {
  const { machine, first, operation } = begun(
    [start, node("call", "call_workflow", { workflow: "w" }, { onError: "pause" })],
    edges("start > call"),
  );
  const key = steps(first)[0]!.idempotencyKey;
  machine.apply([{ kind: "stepSucceeded", path: "call", output: { executionId: "exe_1" } }], 1);
  const reply = { executionId: "exe_1", status: "failed" };
  const failed = machine.apply([{ kind: "replyReceived", path: "call", key, reply }], 2);
  expect(ends(failed)).toEqual(["call incident"]);
  const [again] = steps(operation({ name: "retry", path: "call" }));
  expect(again!.idempotencyKey).not.toBe(key);
  machine.apply([{ kind: "stepSucceeded", path: "call", output: { executionId: "exe_2" } }], 3);
  const closed = machine.apply(
    [
      {
        kind: "replyReceived",
        path: "call",
        key: again!.idempotencyKey,
        reply: { executionId: "exe_2", status: "completed" },
      },
    ],
    4,
  );
  expect(ends(closed)).toEqual(["call completed out"]);
});

// start ─▶ call (its start fails: incident)
test("a call whose start failed is retried with the same key, because the start may have taken effect", () => {
  const { first, operation, fails } = begun(
    [start, node("call", "call_workflow", { workflow: "w" }, { onError: "pause" })],
    edges("start > call"),
  );
  fails("call");
  const [again] = steps(operation({ name: "retry", path: "call" }));
  expect(again!.idempotencyKey).toBe(steps(first)[0]!.idempotencyKey);
});

// start ─▶ ask (no duration: incident) ─approved▶ pay
test("skipping an approval at an incident without naming a port does not approve it, and only an admin may name one", () => {
  const { first, operation } = begun(
    [start, node("ask", "approval", { title: "?", timeout: "{{ payload.t }}" }, { onError: "pause" }), probe("pay")],
    edges("start > ask", "ask:approved > pay"),
  );
  expect(ends(first)).toContain("ask incident");
  expect(operation({ name: "skip", path: "ask", output: null }).operationResults).toMatchObject([
    { ok: false, code: "INPUT_INVALID" },
  ]);
  const reject: Operation = { name: "skip", path: "ask", output: null, port: "rejected" };
  expect(operation(reject, ["operator"]).operationResults).toMatchObject([{ ok: false, code: "NOT_AUTHORISED" }]);
  const rejected = operation(reject, ["admin"]);
  expect(ends(rejected)).toEqual(["ask completed rejected", "pay skipped"]);
});

// start ─▶ try ⏸│ each│ ask │ │ ─▶ pay
test("a container with an approval inside is skipped by an admin only, because nobody else can pass over the approvers", () => {
  const ask = node("ask", "approval", { title: "?", timeout: "{{ payload.t }}" });
  const each = node("each", "for_each", { items: [1] });
  const { first, operation } = begun(
    [start, inside(node("try", "try", {}, { onError: "pause" }), inside(each, ask)), probe("pay")],
    edges("start > try", "try > pay"),
  );
  expect(ends(first)).toContain("try incident");
  const skip: Operation = { name: "skip", path: "try", output: null };
  const refused = operation(skip, ["operator"]);
  expect(refused.operationResults).toMatchObject([{ ok: false, code: "NOT_AUTHORISED" }]);
  expect(steps(refused)).toEqual([]);
  expect(steps(operation(skip, ["admin"])).map(({ path }) => path)).toEqual(["pay"]);
});

// start ─▶ try ⏸│ bad │ ─finally▶ tidy
test.each(["skip", "fail"] as const)("finally follows a try on which a person performs %s", (name) => {
  const { operation, fails } = begun(
    [start, inside(node("try", "try", {}, { onError: "pause" }), failing("bad")), probe("tidy")],
    edges("start > try", "try:finally > tidy"),
  );
  fails("try/bad");
  const decided = operation(name === "skip" ? { name, path: "try", output: null } : { name, path: "try" });
  expect(steps(decided).map(({ path }) => path)).toEqual(["tidy"]);
});
