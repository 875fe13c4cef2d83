import { askToReconcile, markRolledBack } from "@tempograph/db";
import { waitFor, withAdminClient } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMirrorWorld, type MirrorWorld, type StartedRun } from "../test-kit/mirror-world.ts";
import { chain } from "../test-kit/start-of.ts";

let world: MirrorWorld;
beforeAll(async () => void (world = await createMirrorWorld()));
afterAll(async () => await world.stop());

const row = ({ executionId }: StartedRun) =>
  world.db.selectFrom("executions").selectAll().where("id", "=", executionId).executeTakeFirstOrThrow();

test("a decision that cannot be carried out is named in the log, and does not stand in the way of others", async () => {
  const { db } = world;
  const mirror = world.mirror();
  const [stuck, other] = [
    await world.start(chain({ id: "a", type: "probe" })),
    await world.start(chain({ id: "a", type: "probe" })),
  ];
  for (const run of [stuck, other]) await run.result();
  const sweepUntil = (holds: () => Promise<boolean>) =>
    waitFor(
      async () => {
        await mirror.sweep();
        return await holds();
      },
      { timeoutMs: 30_000 },
    );
  await sweepUntil(async () => (await Promise.all([stuck, other].map(row))).every((one) => one.mirror_ok === true));
  for (const { executionId, runId } of [stuck, other]) {
    expect(await markRolledBack(db, executionId, runId, "They differ.")).toBe(true);
    expect(await askToReconcile(db, executionId, "temporal")).toBe(true);
  }
  // Postgres refuses, for example, a value of more than 256 MB, which a history may be as one.
  const change = (statement: string) =>
    withAdminClient(world.databaseUrl, async (client) => void (await client.query(statement)));
  await change(
    "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'too large'; end $$",
  );
  await change(`create trigger refuse before insert on superseded_runs for each row
    when (new.execution_id = '${stuck.executionId}') execute function refuse()`);

  await sweepUntil(async () => (await row(other)).mirror_ok === true);
  expect(await row(other)).toMatchObject({ status: "completed", reconcile: null, mirror_problem: null });
  expect(await row(stuck)).toMatchObject({ status: "completed", reconcile: "temporal" });
  expect(world.said).toContainEqual({
    level: "error",
    message: "A sweep could not look after an execution; a later one tries again",
    fields: expect.objectContaining({ executionId: stuck.executionId }),
  });

  await change("drop trigger refuse on superseded_runs");
  await sweepUntil(async () => (await row(stuck)).mirror_ok === true);
  expect((await row(stuck)).reconcile).toBeNull();
}, 120_000);
