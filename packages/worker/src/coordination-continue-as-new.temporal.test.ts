import { edges, graph, inside, node, start } from "@tempograph/graph/conformance";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

// Waits, calls and locks belong to an execution and not to one of its runs, so they survive continue-as-new.

let world: WorkerWorld;
beforeAll(async () => {
  // With this limit every step ends a run.
  world = await workerWorld({ historyLimit: 6 });
}, 90_000);
afterAll(() => world.end(), 30_000);

const chain = (...ids: readonly string[]) => edges(["start", ...ids].join(" > "));
const runOf = async (id: string) => (await world.client.workflow.getHandle(id).describe()).runId;
const newRun = async (id: string, before: string) =>
  await waitFor(
    async () => {
      const now = await runOf(id);
      return now !== before && now;
    },
    { timeoutMs: 20_000, what: `${id} to go on in another run than ${before}` },
  );
/** The id of the run that the execution's latest run continues; empty for the first run. */
const continued = async (id: string) => {
  const [begun] = (await world.client.workflow.getHandle(id).fetchHistory()).events ?? [];
  return begun?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? "";
};
const laterRun = (id: string) =>
  waitFor(async () => (await continued(id)) !== "" && (await runOf(id)), {
    timeoutMs: 20_000,
    what: `${id} to go on in a new run`,
  });
const holders = () => world.db.selectFrom("lock_holders").select(["execution_id", "path"]).execute();
const agreed = async (id: string) => {
  const execution = await world.closed(id);
  expect(execution.mirrorProblem).toBe(null);
  return execution;
};

const child = graph(
  [
    start,
    node("go", "wait_for_signal", { name: "go" }),
    node("end", "end", { output: "{{ payload.n + steps.go.n }}" }),
  ],
  chain("go", "end"),
);

// start ─▶ lock [ call ─▶ paid ] ─▶ end
const caller = graph(
  [
    start,
    inside(
      node("lock", "lock", { key: "account:7" }),
      node("call", "call_workflow", { workflow: "child", data: { n: "{{ payload.n }}" } }),
      node("paid", "wait_for_event", {
        ...{ eventType: "paid", match: { "==": [{ var: "order" }, "{{ payload.order }}"] } },
      }),
      node("sum", "transform", { output: ["{{ steps.call.output.end }}", "{{ steps.paid.data.amount }}"] }),
    ),
    node("end", "end", { output: "{{ steps.lock.sum }}" }),
  ],
  edges("start > lock > end", "call > paid > sum"),
);

test("a call's result, an awaited event and a held lock survive the caller's continue-as-new", async () => {
  await world.publish("child", child);
  await world.publish("caller", caller);
  const id = await world.send("caller", { n: 40, order: "A" });
  await world.stepIs(id, "lock/call", "waiting");
  const inCall = await laterRun(id);
  expect(await holders()).toEqual([{ execution_id: id, path: "lock" }]);

  // Another execution that wants the lock waits, whichever run of the first one holds it.
  const second = await world.send("caller", { n: 1, order: "B" });
  await waitFor(async () => (await world.db.selectFrom("lock_waiters").select("id").execute()).length === 1);

  const called = await world.db
    .selectFrom("calls")
    .select("child_id")
    .where("parent_id", "=", id)
    .executeTakeFirstOrThrow();
  await world.client.workflow.getHandle(called.child_id).signal("go", { n: 2 }, "go-1");
  await waitFor(
    async () =>
      (await world.db.selectFrom("event_waits").select("path").where("execution_id", "=", id).execute()).length === 1,
    { what: "the caller to have the result and to wait for its event" },
  );
  await newRun(id, inCall);
  expect(await holders()).toEqual([{ execution_id: id, path: "lock" }]);

  await world.emit("paid", { order: "B", amount: 0 });
  await world.emit("paid", { order: "A", amount: 99 });
  const first = await agreed(id);
  expect(first).toMatchObject({ status: "completed", output: { end: [42, 99] } });

  // The last run has released the lock, and the next execution in the queue has it.
  await world.stepIs(second, "lock/call", "waiting");
  expect(await holders()).toEqual([{ execution_id: second, path: "lock" }]);
  await world.client.workflow.getHandle(second).terminate();
  await agreed(second);
  expect(await holders()).toEqual([]);
}, 90_000);

// start ─▶ each [ call ] ─▶ end     the children end while the caller continues as new
test("results that arrive while the caller continues as new are neither lost nor taken twice", async () => {
  await world.publish("quick", graph([start, node("end", "end", { output: "{{ payload.n }}" })], chain("end")));
  const each = inside(
    node("each", "for_each", { items: "{{ payload.items }}", concurrency: 4, result: "{{ steps.call.output.end }}" }),
    node("call", "call_workflow", { workflow: "quick", data: { n: "{{ item }}" } }),
  );
  await world.publish(
    "many",
    graph([start, each, node("end", "end", { output: "{{ steps.each.results }}" })], chain("each", "end")),
  );
  const items = Array.from({ length: 16 }, (_, index) => index);
  const ids = await Promise.all([1, 2, 3].map(() => world.send("many", { items })));
  for (const id of ids) {
    const execution = await agreed(id);
    expect(execution).toMatchObject({ status: "completed", output: { end: items } });
    expect(await continued(id)).not.toBe("");
    const calls = await world.db.selectFrom("calls").select("child_id").where("parent_id", "=", id).execute();
    expect(calls).toHaveLength(items.length);
  }
}, 90_000);
