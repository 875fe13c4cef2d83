import { payloadAddress } from "@tempograph/db";
import { edges, graph, node, probe } from "@tempograph/graph/conformance";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMirrorWorld, type MirrorWorld, type StartedRun } from "./test-kit/mirror-world.ts";

// Values over 32 KiB are references in history and in the rows of its events, but values in the rows of steps.

let world: MirrorWorld;
beforeAll(async () => {
  world = await createMirrorWorld();
});
afterAll(() => world.stop());

const text = "0123456789abcdef".repeat(10_000);

// start ─▶ a ─▶ wait ─▶ b ─▶ end
const what = graph(
  [
    node("start", "start"),
    probe("a", { give: "a {{ payload.text }}" }),
    node("wait", "wait_for_signal", { name: "go" }),
    probe("b", { give: "b {{ steps.wait.text }}" }),
    node("end", "end", { output: "{{ steps.b }}" }),
  ],
  edges("start > a > wait > b > end"),
);

async function stepsOf({ executionId }: StartedRun) {
  return await world.db
    .selectFrom("steps")
    .select(["path", "status", "input", "output"])
    .where("execution_id", "=", executionId)
    .orderBy("position")
    .execute();
}

async function executionOf({ executionId }: StartedRun) {
  return await world.db.selectFrom("executions").selectAll().where("id", "=", executionId).executeTakeFirstOrThrow();
}

async function startAndSignal(): Promise<StartedRun> {
  const run = await world.start(what, { text });
  await world.client.workflow.getHandle(run.executionId).signal("go", { text });
  return run;
}

async function expectWhole(run: StartedRun): Promise<void> {
  expect(await executionOf(run)).toMatchObject({ status: "completed", mirror_ok: true, output: { end: `b ${text}` } });
  expect(await stepsOf(run)).toMatchObject([
    { path: "start" },
    { path: "a", status: "completed", input: { give: `a ${text}` }, output: `a ${text}` },
    { path: "wait", status: "completed", output: { text } },
    { path: "b", status: "completed", input: { give: `b ${text}` }, output: `b ${text}` },
    { path: "end" },
  ]);
  const { stored, temporal } = await world.compare(run);
  expect(stored).toEqual(temporal);
  expect(JSON.stringify(stored).length).toBeLessThan(100_000);
}

test("written at the close, steps hold the values and the history holds the references", async () => {
  const mirror = world.mirror();
  const run = await startAndSignal();
  await run.result();
  mirror.closeHint(run.executionId, run.runId);
  await mirror.idle();
  await expectWhole(run);
});

test("followed while the execution runs, steps hold the values and the history holds the references", async () => {
  const mirror = world.mirror();
  const run = await world.start(what, { text });
  mirror.watch(run.executionId);
  await waitFor(async () => (await stepsOf(run)).some(({ path, status }) => path === "a" && status === "completed"));
  await world.client.workflow.getHandle(run.executionId).signal("go", { text });
  await waitFor(async () => (await executionOf(run)).status === "completed");
  await expectWhole(run);
});

test("if a value is lost, the history is mirrored all the same, and the problem names the value", async () => {
  // This value is used nowhere else, so no cache holds it.
  const lost = `lost ${text}`;
  const run = await world.start(what, { text: lost });
  await world.client.workflow.getHandle(run.executionId).signal("go", { text });
  await run.result();
  const { events } = await world.client.workflow.getHandle(run.executionId).fetchHistory();
  const result = events!.find((event) => event.activityTaskCompletedEventAttributes)!;
  const { hash } = payloadAddress(result.activityTaskCompletedEventAttributes!.result!.payloads![0])!;
  await world.db.deleteFrom("payload_references").where("hash", "=", hash).execute();
  await world.db.deleteFrom("payload_blobs").where("hash", "=", hash).execute();
  const mirror = world.mirror();
  mirror.closeHint(run.executionId, run.runId);
  await mirror.idle();
  const { status, mirror_ok, mirror_problem } = await executionOf(run);
  expect({ status, mirror_ok }).toEqual({ status: "completed", mirror_ok: false });
  expect(mirror_problem).toContainEqual(
    expect.objectContaining({ code: "PAYLOAD_UNREADABLE", message: expect.stringContaining(hash) }),
  );
  const { stored, temporal } = await world.compare(run);
  expect(stored).toEqual(temporal);
});

// start ─▶ p0 … p19 ─▶ end      40 MiB of rows, which do not fit into one statement
test("20 steps with 1 MiB of input and output each are written from live updates and then from history", async () => {
  const mirror = world.mirror();
  world.onTrace.add((executionId, runId, entries) => mirror.liveUpdates.trace(executionId, runId, entries));
  const large = text.repeat(6);
  const all = Array.from({ length: 20 }, (_, n) => probe(`p${n}`, { give: `${n} {{ payload.text }}` }));
  const wide = graph(
    [node("start", "start"), ...all, node("end", "end", { output: "{{ size(steps.p19) }}" })],
    edges(...all.map(({ id }) => `start > ${id} > end`)),
  );
  const run = await world.start(wide, { text: large });
  await run.result();
  await mirror.liveUpdates.flush();
  mirror.closeHint(run.executionId, run.runId);
  await mirror.idle();
  expect(await executionOf(run)).toMatchObject({
    status: "completed",
    mirror_ok: true,
    output: { end: large.length + 3 },
  });
  const rows = await world.db
    .selectFrom("steps")
    .select(["path", "position", "known_from", "output", "input"])
    .where("execution_id", "=", run.executionId)
    .orderBy("position")
    .execute();
  expect(rows.map(({ path, known_from }) => [path, known_from])).toEqual(
    ["start", ...all.map(({ id }) => id), "end"].map((path) => [path, "history"]),
  );
  for (const [n, { id }] of all.entries()) {
    const row = rows.find(({ path }) => path === id)!;
    expect(
      row.output === `${n} ${large}` && JSON.stringify(row.input) === JSON.stringify({ give: `${n} ${large}` }),
    ).toBe(true);
  }
});
