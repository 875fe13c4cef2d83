import { expect, test } from "vitest";
import { edges, graph, inside, node, probe, start } from "../conformance/build.ts";
import { runScenario, scenarioEvent, scenarioProgram } from "../conformance/run-scenario.ts";
import { Machine, type Applied } from "./machine.ts";

function ends({ trace }: Applied): readonly string[] {
  return trace.map(({ path, kind }) => `${path} ${kind}`);
}

// start ─▶ wait(order.{{ kind }}, 1s) ─timeout▶ late
test("a wait for an event that times out reports the rendered event type, not the template", async () => {
  const { trace } = await runScenario({
    name: "w",
    rule: 11,
    picture: "start ─▶ wait ─timeout▶ late",
    graph: graph(
      [
        start,
        node("wait", "wait_for_event", { eventType: "order.{{ payload.kind }}", timeout: 1_000 }),
        probe("late", { e: "{{ steps.wait.eventType }}" }),
      ],
      edges("start > wait", "wait:timeout > late"),
    ),
    payload: { kind: "paid" },
    expect: { status: "completed", steps: [] },
  });
  expect(trace.find(({ path, kind }) => path === "late" && kind === "scheduled")?.input).toEqual({ e: "order.paid" });
});

// start ─▶ race │ quick;  lock │ a │ │      the lock's answer does not come within the grace time
test("a lock whose request was not answered in time is released, because it may have been granted", () => {
  const machine = new Machine(
    scenarioProgram(
      "w",
      graph(
        [start, inside(node("race", "race"), probe("quick"), inside(node("lock", "lock", { key: "k" }), probe("a")))],
        edges("start > race"),
      ),
    ),
  );
  machine.apply([{ kind: "started", event: scenarioEvent({}), executionId: "e" }], 0);
  machine.apply([{ kind: "stepSucceeded", path: "race/quick", output: 1 }], 1);
  const given = machine.apply([{ kind: "timerFired", path: "race!1!cancel" }], 10_001);
  expect(given.commands).toMatchObject([{ kind: "runStep", path: "race/lock!release", input: { op: "release" } }]);
  const ended = machine.apply([{ kind: "stepSucceeded", path: "race/lock!release", output: {} }], 10_002);
  expect(ends(ended)).toEqual(["race/lock cancelled", "race completed"]);
  expect(ended.commands).toMatchObject([{ kind: "complete" }]);
});

// start ─▶ each(continue) [3,000] │ bad │      errors of 500 bytes each
test("errors of items count towards the size of a loop's output, so that too many of them fail the loop", async () => {
  const { status, failure } = await runScenario({
    name: "w",
    rule: 6,
    picture: "start ─▶ each(continue) │ bad │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: "{{ payload.items }}", onItemError: "continue", concurrency: 100 }),
          node("bad", "fail", { message: "x".repeat(500) }),
        ),
      ],
      edges("start > each"),
    ),
    payload: { items: new Array(3_000).fill(1) },
    expect: { status: "failed", steps: [] },
  });
  expect({ status, code: failure?.code }).toEqual({ status: "failed", code: "OUTPUT_TOO_LARGE" });
});
