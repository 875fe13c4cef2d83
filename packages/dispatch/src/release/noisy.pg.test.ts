import { claimPendingExecutions } from "@tempograph/db";
import { rawSql } from "../testing/raw-sql.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";
import { publish } from "../testing/publish.ts";
import { releaseHeld } from "./release-held.ts";

// One sender does not starve the others (I13). The bound is a number of rounds or executions, not a time.

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

const NOISY = 10_000;

/** For each workflow pairs that are due and that nobody has decided, as the dispatcher writes them. */
async function hold(workflows: readonly string[], project: string, count: number, plan: object): Promise<void> {
  await rawSql(
    world.databaseUrl,
    `with e as (
      insert into events (id, project, type, source, time, data, fingerprint, dispatched_at, concerned, filtered, matched)
      select w || ' ' || n, $2, 'go', 'noisy', now(), 'null', '', now(), 1, 0, 0
        from unnest($1::text[]) w, generate_series(1, $3::integer) n
      returning id, seq)
    insert into event_outcomes (project, event_id, workflow_id, workflow_version, trigger_id, outcome, reason, until, event_seq, plan)
    select $2, id, split_part(id, ' ', 1), 1, 't', 'held', '{"code":"START_UNDECIDED","message":"m"}', now(), seq, $4 from e`,
    [workflows, project, count, JSON.stringify(plan)],
  );
}
const startedOf = async (workflow: string) =>
  (await world.db.selectFrom("executions").select("id").where("workflow_id", "=", workflow).execute()).length;

test("of two sources in one project the quiet one starts among the first executions, where fairness names the source", async () => {
  await publish(world.db, { id: "sources", project: "sources", start: { fairness: { key: "{{ event.source }}" } } });
  await rawSql(
    world.databaseUrl,
    `insert into events (id, project, type, source, time, data, fingerprint, trigger_set_version)
     select 'src-' || n, 'sources', 'go', case when n = 60 then 'quiet' else 'noisy' end, now(), 'null', '',
       (select version from trigger_sets where project = 'sources') from generate_series(1, 60) n`,
    [],
  );
  await world.settle();
  const { rows } = await claimPendingExecutions(world.db, 100, 60_000);
  const own = rows.filter(({ project }) => project === "sources").slice(0, 2);
  expect(own.map(({ event }) => event.source).toSorted()).toEqual(["noisy", "quiet"]);
});

test("pairs of other workflows, of the same project and of another, are decided in the first round", async () => {
  await world.workflow("noisy", { concurrency: { limit: 1 } });
  await world.workflow("quiet", { concurrency: { limit: 1 } });
  await publish(world.db, { id: "neighbour", project: "noisy", start: { concurrency: { limit: 1 } } });
  const plan = { concurrency: { key: "", limit: 1, whenFull: "queue" } };
  await hold(["noisy"], "noisy", NOISY, plan);
  await hold(["neighbour"], "noisy", 1, plan);
  await hold(["quiet"], "quiet", 1, plan);
  await world.release();
  expect(await startedOf("neighbour")).toBe(1);
  expect(await startedOf("quiet")).toBe(1);
  expect(await startedOf("noisy")).toBe(1);
});

test("a project with more due workflows than one round takes leaves another one its turn in the first round", async () => {
  const many = Array.from({ length: 130 }, (_, n) => `many-${n}`);
  for (const id of many) await publish(world.db, { id, project: "many" });
  await hold(many, "many", 1, { throttle: { key: "", limit: 1, perMs: 1 } });
  await publish(world.db, { id: "single", project: "single" });
  await hold(["single"], "single", 1, { throttle: { key: "", limit: 1, perMs: 1 } });
  await world.release();
  expect(await startedOf("single")).toBe(1);
});

test("a workflow whose pairs cannot be decided holds up no other one", async () => {
  for (const id of ["broken", "whole"]) await publish(world.db, { id, project: id });
  await hold(["broken"], "broken", 1, []);
  await hold(["whole"], "whole", 1, { throttle: { key: "", limit: 1, perMs: 1 } });
  await rawSql(world.databaseUrl, "update event_outcomes set plan = 'null' where workflow_id = 'broken'", []);
  const failed: string[] = [];
  await releaseHeld(world.db, 1_000, undefined, (workflowId) => void failed.push(workflowId));
  expect(failed).toEqual(["broken"]);
  expect(await startedOf("whole")).toBe(1);
  await rawSql(world.databaseUrl, "delete from event_outcomes where workflow_id = 'broken'", []);
});
