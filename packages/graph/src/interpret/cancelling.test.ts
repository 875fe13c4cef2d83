import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import type { GraphEdge, GraphNode } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import { Machine, type Applied } from "./machine.ts";
import type { MachineEvent } from "./machine-event.ts";

// Which steps are asked to stop and when, and what happens to an answer that arrives afterwards (rules 6 and 7).

function begun(nodes: readonly (GraphNode | readonly GraphNode[])[], list: readonly GraphEdge[], payload: Json = {}) {
  const machine = new Machine(scenarioProgram("w", graph(nodes, list)));
  const first = machine.apply([{ kind: "started", event: scenarioEvent(payload), executionId: "e" }], 1_000);
  return { machine, first };
}

const done = (path: string, output: Json = 1): MachineEvent => ({ kind: "stepSucceeded", path, output });
const broke = (path: string, code = "NO"): MachineEvent => ({
  kind: "stepFailed",
  path,
  failure: { code, message: "no" },
});
const cancel: MachineEvent = { kind: "cancelRequested" };

function commanded({ commands }: Applied): readonly string[] {
  return commands.map((command) => ("path" in command ? `${command.kind} ${command.path}` : command.kind));
}

function ended({ trace }: Applied): readonly string[] {
  return trace.map(({ path, kind }) => `${path} ${kind}`);
}

//   lock │ a │
const locked = (timeout?: string): readonly GraphNode[] =>
  inside(node("lock", "lock", { key: "k", ...(timeout !== undefined && { timeout }) }), probe("a"));

test("a lock whose request is cancelled is released whatever the answer is, because it may have been granted", () => {
  for (const answer of [
    done("lock", { granted: true }),
    broke("lock"),
    { kind: "stepCancelled", path: "lock" } as const,
  ]) {
    const { machine } = begun([start, locked()], edges("start > lock"));
    expect(commanded(machine.apply([cancel], 1_100))).toEqual(["cancel lock", "startTimer !cancel"]);
    expect(commanded(machine.apply([answer], 1_200))).toEqual(["runStep lock!release"]);
    const last = machine.apply([done("lock!release", {})], 1_300);
    expect(ended(last)).toEqual(["lock cancelled"]);
    expect(commanded(last).at(-1)).toBe("cancelled");
  }
});

test("a lock that waits in the queue or is held is released before its node ends", () => {
  const { machine } = begun([start, locked()], edges("start > lock"));
  machine.apply([done("lock", { granted: false })], 1_100);
  expect(commanded(machine.apply([cancel], 1_200))).toEqual(["runStep lock!release", "startTimer !cancel"]);
  expect(ended(machine.apply([done("lock!release", {})], 1_300))).toEqual(["lock cancelled"]);

  const held = begun([start, locked()], edges("start > lock")).machine;
  held.apply([done("lock", { granted: true })], 1_100);
  expect(commanded(held.apply([cancel], 1_200))).toEqual(["cancel lock/a", "startTimer !cancel"]);
  expect(commanded(held.apply([{ kind: "stepCancelled", path: "lock/a" }], 1_300))).toEqual(["runStep lock!release"]);
  expect(ended(held.apply([done("lock!release", {})], 1_400))).toEqual(["lock cancelled"]);
});

test("a cancel during the release waits for the release, and the node ends as cancelled", () => {
  const { machine } = begun([start, locked(), probe("after")], edges("start > lock > after"));
  machine.apply([done("lock", { granted: true })], 1_100);
  machine.apply([done("lock/a")], 1_200);
  expect(commanded(machine.apply([cancel], 1_250))).not.toContain("cancel lock!release");
  const last = machine.apply([done("lock!release", {})], 1_300);
  expect(ended(last)).toEqual(["lock cancelled", "after notReached"]);
  expect(commanded(last).at(-1)).toBe("cancelled");
});

test("a lock with an invalid time-out fails and requests nothing", () => {
  const { first } = begun([start, locked("{{ payload.bad }}")], edges("start > lock"), { bad: "soon" });
  expect(first.trace.find(({ kind }) => kind === "failed")).toMatchObject({
    path: "lock",
    input: { key: "k", timeout: "soon" },
    failure: { code: "DURATION_INVALID" },
  });
  expect(commanded(first)).toEqual(["fail"]);
});

//   race │ a   b   c │
const racing = (onBranchError?: string): readonly GraphNode[] =>
  inside(
    node("race", "race", onBranchError === undefined ? {} : { onBranchError }),
    probe("a"),
    probe("b"),
    probe("c"),
  );

test("a branch that answers after the winner does not change the result of the race", () => {
  for (const late of [done("race/b", 9), broke("race/b")]) {
    const { machine } = begun([start, racing()], edges("start > race"));
    expect(commanded(machine.apply([done("race/a", 5)], 1_100)).slice(0, 2)).toEqual([
      "cancel race/b",
      "startTimer race!1!cancel",
    ]);
    machine.apply([late], 1_200);
    const { commands } = machine.apply([{ kind: "stepCancelled", path: "race/c" }], 1_300);
    expect(commands.at(-1)).toEqual({
      kind: "complete",
      output: { race: { winner: "a", output: { a: 5 } } },
      status: "completed",
    });
  }
});

test("a branch that succeeds after another one failed the race does not win, and later failures are attached to the first", () => {
  const { machine } = begun([start, racing()], edges("start > race"));
  machine.apply([broke("race/a", "FIRST")], 1_100);
  machine.apply([done("race/b")], 1_200);
  const { commands } = machine.apply([broke("race/c", "LATER")], 1_300);
  expect(commands.at(-1)).toMatchObject({
    kind: "fail",
    failure: { code: "FIRST", path: "race/a", others: [{ code: "LATER" }] },
  });
});

test("a race whose branches may fail fails when the last one has failed, and names all failures in order", () => {
  const { machine } = begun([start, racing("continue")], edges("start > race"));
  expect(commanded(machine.apply([broke("race/b", "ONE")], 1_100))).toEqual([]);
  expect(commanded(machine.apply([broke("race/c", "TWO")], 1_200))).toEqual([]);
  const { commands } = machine.apply([broke("race/a", "THREE")], 1_300);
  const fail = commands.at(-1);
  expect(fail).toMatchObject({ kind: "fail", failure: { code: "ONE" } });
  expect(fail?.kind === "fail" ? fail.failure.others?.map(({ code }) => code) : null).toEqual(["TWO", "THREE"]);
});

test("a race with a winner and a failed branch completes with errors", () => {
  const { machine } = begun([start, racing("continue")], edges("start > race"));
  machine.apply([broke("race/b", "ONE")], 1_100);
  machine.apply([done("race/a")], 1_200);
  expect(machine.apply([{ kind: "stepCancelled", path: "race/c" }], 1_300).commands.at(-1)).toMatchObject({
    kind: "complete",
    status: "completedWithErrors",
  });
});

//   each [0,1,2] │ a ─▶ b │      two at a time
test("a loop that stops cancels the other items, begins no further ones, and fails with its first cause", () => {
  const { machine } = begun(
    [start, inside(node("each", "for_each", { items: [0, 1, 2], concurrency: 2 }), probe("a"), probe("b"))],
    edges("start > each", "a > b"),
  );
  expect(commanded(machine.apply([broke("each[1]/a", "FIRST")], 1_100))).toEqual([
    "cancel each[0]/a",
    "startTimer each[0]!cancel",
  ]);
  const last = machine.apply([broke("each[0]/a", "SECOND")], 1_200);
  expect(commanded(last)).toEqual(["cancel each[0]!cancel", "fail"]);
  expect(last.commands.at(-1)).toMatchObject({
    failure: { code: "FIRST", path: "each[1]/a", others: [{ code: "SECOND" }] },
  });
  expect(machine.ended).toBe(true);
});

//   start ─▶ a, b (burst)      start ─▶ w (signal)
test("a burst answer that was kept for its batch counts as late once its scope is asked to stop", () => {
  const burst = { durability: "burst" } as const;
  const { machine } = begun(
    [start, probe("a", {}, burst), probe("b", {}, burst), node("d", "delay", { ms: 60_000 })],
    edges("start > a", "start > b", "start > d"),
  );
  expect(ended(machine.apply([done("a", 1)], 1_100))).toEqual([]);
  expect(commanded(machine.apply([cancel], 1_200))).toEqual(["cancel b", "cancel d", "startTimer !cancel"]);
  // A repeated cancel changes nothing.
  expect(ended(machine.apply([done("a", 2)], 1_250))).toEqual([]);
  expect(ended(machine.apply([done("b", 3)], 1_300))).toEqual(["a completedLate", "b completedLate"]);
});

//   start ─▶ try │ a   b │ ─▶ catch
test("a second failure is attached to the first one, also in the error that catch receives", () => {
  const { machine } = begun(
    [start, inside(node("try", "try"), probe("a"), probe("b")), probe("caught", { why: "{{ steps.try.error }}" })],
    edges("start > try:catch > caught"),
  );
  expect(commanded(machine.apply([broke("try/a", "FIRST")], 1_100))).toEqual(["cancel try/b", "startTimer try!cancel"]);
  const { commands } = machine.apply([broke("try/b", "SECOND")], 1_200);
  expect(commands.at(-1)).toMatchObject({ path: "caught", input: { why: { code: "FIRST", path: "try/a" } } });
});

//   start ─▶ outer │ each [0,1] │ a │ │      no step is in flight: none is asked to stop, and there is no grace time
test("containers without a step in flight stop at once", () => {
  const each = inside(node("each", "for_each", { items: [0, 1], concurrency: 2 }), node("d", "delay", { ms: 50 }));
  const { machine } = begun([start, inside(node("outer", "parallel"), each)], edges("start > outer"));
  const last = machine.apply([cancel], 1_100);
  expect(commanded(last)).toEqual(["cancel outer/each[0]/d", "cancel outer/each[1]/d", "cancelled"]);
  expect(ended(last)).toEqual([
    "outer/each[0]/d cancelled",
    "outer/each[1]/d cancelled",
    "outer/each cancelled",
    "outer cancelled",
  ]);
});
