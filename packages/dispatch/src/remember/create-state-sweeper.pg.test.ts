import { listStateEntries, withinProject } from "@tempograph/db";
import type { StateRequest } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { rawSql } from "../testing/raw-sql.ts";
import { recordingLogger } from "../testing/recording-logger.ts";
import { applyState } from "./apply-state.ts";
import { createStateSweeper } from "./create-state-sweeper.ts";

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
});
afterAll(() => world.end());

let steps = 0;
const ask = (execution: string, request: Omit<StateRequest, "scope">) =>
  applyState(world, stepOf(execution, `step${++steps}`), { scope: "workflow", ...request } as StateRequest);
const counts = async () => ({
  entries: (await world.db.selectFrom("state_entries").select("key").orderBy("key").execute()).map(({ key }) => key),
  members: (await world.db.selectFrom("state_members").select("member").orderBy("member").execute()).map(
    ({ member }) => member,
  ),
  answers: (await world.db.selectFrom("state_answers").select("key").execute()).length,
});

test("the sweep removes what has expired in batches, and the answers of executions that have closed", async () => {
  const [open, closed] = [await world.execution(), await world.execution()];
  for (let index = 0; index < 5; index += 1)
    await ask(closed, { op: "set", key: `short${index}`, value: 1, ttlMs: 1_000 } as never);
  await ask(open, { op: "set", key: "stays", value: 1, ttlMs: null } as never);
  for (const [member, ttlMs] of [
    ["1", 1_000],
    ["2", null],
  ] as const)
    await ask(open, { op: "addToSet", key: "half", member, ttlMs } as never);
  await ask(open, { op: "addToSet", key: "gone", member: "3", ttlMs: 1_000 } as never);
  await rawSql(
    world.databaseUrl,
    `update state_entries set expires_at = expires_at - interval '1 s';
     update state_members set expires_at = expires_at - interval '1 s'`,
  );
  // Hidden from now on, although the sweep has not come yet.
  const list = await listStateEntries(withinProject(world.db, "main"), {}, { limit: 20 });
  expect(list.map(({ key }) => key)).toEqual(["half", "stays"]);
  expect((await counts()).entries).toHaveLength(8);

  await world.close(closed);
  const sweeper = createStateSweeper({ db: world.db, logger: recordingLogger(), limit: 2, answersForMs: 0 });
  await sweeper.sweep();
  expect(await counts()).toEqual({ entries: ["half", "stays"], members: ["2"], answers: 4 });
});

test("what a deleted workflow remembered is removed when none of its executions is open", async () => {
  const execution = await world.execution();
  const sweeper = createStateSweeper({ db: world.db, logger: recordingLogger() });
  await ask(execution, { op: "set", key: "own", value: 1, ttlMs: null } as never);
  await ask(execution, { op: "set", scope: "project", key: "shared", value: 1, ttlMs: null } as never);
  await world.db.updateTable("workflows").set({ status: "deleted" }).execute();
  await sweeper.sweep();
  expect((await counts()).entries).toContain("own");
  await world.db.updateTable("executions").set({ status: "completed" }).execute();
  await sweeper.sweep();
  expect((await counts()).entries).toEqual(["shared"]);
});
