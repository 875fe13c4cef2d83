import { jsonb, newId } from "@tempograph/db";
import { definitionHash, type Graph } from "@tempograph/graph";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMirrorWorld, type MirrorWorld } from "./test-kit/mirror-world.ts";
import { chain, startOf } from "./test-kit/start-of.ts";

let world: MirrorWorld;
beforeAll(async () => {
  world = await createMirrorWorld();
}, 60_000);
afterAll(() => world.stop());

/** Starts an execution of which Postgres knows nothing, as after a restore of an older copy. */
async function startUnknown(graph: Graph, eventId: string): Promise<string> {
  const start = startOf(graph, { order: eventId });
  const id = newId("exe");
  await world.client.workflow.start("test", {
    workflowId: id,
    taskQueue: world.taskQueue,
    args: [{ ...start, event: { ...start.event, id: eventId } }],
    memo: { triggerId: "trigger7" },
  });
  return id;
}

test("executions that only Temporal knows get their rows and their event, and are mirrored; what cannot be adopted is named", async () => {
  const graph = chain({ id: "wait", type: "wait_for_signal", data: { name: "go" } });
  const { db, client } = world;
  await db
    .insertInto("workflows")
    .values({ id: "wf_test", name: "test", draft: jsonb({ graph, triggers: [] }) })
    .execute();
  const { definition } = startOf(graph);
  await db
    .insertInto("workflow_versions")
    .values({
      ...{
        workflow_id: "wf_test",
        version: 1,
        graph: jsonb(graph),
        triggers: jsonb([]),
        definition: jsonb(definition),
      },
      definition_hash: definitionHash(definition),
      interpreter_version: definition.interpreterVersion,
    })
    .execute();
  const closed = await startUnknown(graph, "evt_closed");
  const open = await startUnknown(graph, "evt_open");
  const strange = await startUnknown(chain({ id: "a", type: "probe" }), "evt_strange");
  const go = (id: string) => client.workflow.getHandle(id).signal("go", {});
  await go(closed);
  await client.workflow.getHandle(closed).result();

  const mirror = world.mirror({ sweep: { openForMs: 0, describesPerSweep: 100 } });
  const row = (id: string) => db.selectFrom("executions").selectAll().where("id", "=", id).executeTakeFirst();
  const sweepUntil = async (holds: () => Promise<boolean>) =>
    await waitFor(
      async () => {
        await mirror.sweep();
        return await holds();
      },
      { timeoutMs: 60_000 },
    );
  await sweepUntil(async () => (await row(closed))?.status === "completed");
  expect(await row(closed)).toMatchObject({
    event_id: "evt_closed",
    trigger_id: "trigger7",
    workflow_version: 1,
    mirror_ok: true,
  });
  const event = await db.selectFrom("events").selectAll().where("id", "=", "evt_closed").executeTakeFirstOrThrow();
  expect(event).toMatchObject({ type: "test", data: { order: "evt_closed" }, matched: 1, concerned: 1, filtered: 0 });

  // Visibility lists a run some moments after its start, and open ones are looked for at the start of a mirror.
  await waitFor(async () => {
    await world.mirror({ sweep: { openForMs: 0 } }).sweep();
    return (await row(open)) !== undefined;
  });
  expect(await row(open)).toMatchObject({ status: "running", event_id: "evt_open" });
  await go(open);
  await sweepUntil(async () => (await row(open))?.status === "completed");
  expect(await row(strange)).toBeUndefined();
  expect(world.said).toContainEqual(
    expect.objectContaining({
      message: "Temporal has a run on our task queue whose execution is not in the database",
      fields: expect.objectContaining({
        executionId: strange,
        why: expect.stringContaining("version 1 of the workflow wf_test"),
      }),
    }),
  );
}, 120_000);
