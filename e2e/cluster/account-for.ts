import { expect } from "vitest";
import { waitFor } from "@tempograph/testing";
import type { Load } from "./load.ts";
import type { Cluster } from "./start-cluster.ts";

/** A step whose worker was killed is missed after 20 s without a heartbeat, and an execution may meet several such time-outs. */
const LATEST_MS = 90_000;

/**
 * The equation: each event that was acknowledged has one execution, which has completed and whose rows are equal to its history, each of its
 * steps counted once, and nothing else is there.
 */
export async function accountFor({ sql, echo }: Cluster, load: Load): Promise<void> {
  const rows = async <T extends object>(text: string): Promise<readonly T[]> => (await sql.query<T>(text)).rows;
  const events = () => rows(`select id from events where dispatched_at is null`);
  const executions = () =>
    rows(`select id, status, created_at, mirror_ok, task_failure from executions
           where closed_at is null or mirror_ok is null order by created_at`);
  await waitFor(async () => (await events()).length === 0 && (await executions()).length === 0, {
    timeoutMs: LATEST_MS,
  }).catch(async (cause: Error) => {
    const open = await executions();
    const what = { undecided: (await events()).length, open: open.length, first: open.slice(0, 3) };
    throw new Error(`Not everything has ended: ${JSON.stringify(what)}`, { cause });
  });
  const count = load.accepted.size;
  const stored = await rows<{ id: string }>(`select id from events`);
  expect(new Set(stored.map(({ id }) => id))).toEqual(load.accepted);
  const ends = await rows(
    `select status, mirror_ok, mirror_problem, count(*)::integer as executions, count(distinct event_id)::integer as events
       from executions group by 1, 2, 3`,
  );
  expect(ends).toEqual([
    { status: "completed", mirror_ok: true, mirror_problem: null, executions: count, events: count },
  ]);
  // Each step has one idempotency key for all of its attempts, and counts once.
  expect(echo.calls.size).toBe(2 * count);
  const [counted] = await rows<{ value: unknown }>(`select value from state_entries where key = 'executions'`);
  expect(counted?.value).toBe(count);
  // No row is left of runs that somebody follows.
  await waitFor(async () => (await rows(`select run_id from mirror_runs`)).length === 0, { timeoutMs: 30_000 });
}
