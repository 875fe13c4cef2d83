import { sql, type RawBuilder } from "kysely";
import type { Definition, Failure, Seed } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { UPDATES_CHANNEL } from "../../notify/channels.ts";
import { splitIds } from "../../notify/split-ids.ts";
import { closeCoordination } from "../coordination/close.ts";
import { fairShares, toClaim, type Claim } from "./fair-shares.ts";
import { storableJson } from "../storable.ts";
import { traceOf, type ClaimedEvent } from "./match.ts";
import { freePlacesOf, hasPlaced, hasUnplaced, isFree, isLimited, isPlaced, isUnplaced, lockPlaces } from "./places.ts";

export interface ClaimedExecution {
  readonly id: string;
  readonly project: string;
  readonly workflow_id: string;
  readonly workflow_version: number;
  readonly trigger_id: string;
  /** Starts that failed before. */
  readonly start_attempts: number;
  /** The execution that this one runs again. */
  readonly rerun_of: string | null;
  readonly seed: Seed | null;
  readonly priority: number;
  readonly fairness_key: string;
  readonly fairness_weight: number;
  readonly event: Omit<ClaimedEvent, "project" | "trigger_set_version" | "received_at" | "trace">;
  /** As `trace` of its event. */
  readonly trace: ClaimedEvent["trace"];
}

/** Of more fairness keys than this with one priority, some are chosen at random. */
const MAX_KEYS = 1_000;
/** Executions that are claimed at once, at most. Postgres plans for a number that it knows. */
const MAX_CLAIMED = 500;

/**
 * Takes the lease of pending executions that nobody holds, in equal shares of the projects: left by a dispatcher that died, or waiting
 * for a new try or for their turn. In each project those with the smallest `priority` come first; among them each fairness key gets
 * its share by its weight, and the oldest of a key comes first. Which key begins is drawn by lot, so that keys get their share also where one
 * execution is claimed at a time. It walks from key to key by the index, so it costs a look per key and
 * not per row. The lease runs on the database's clock.
 *
 * Where a project may have only so many open executions, as many of them get a place as are free, in the same order. That takes a transaction of
 * its own under the project's lock; without such projects it is one statement.
 */
export async function claimPendingExecutions(
  db: Database,
  limit: number,
  leaseMs: number,
): Promise<Claim<ClaimedExecution>> {
  const shares = fairShares("executions", sql`status = 'pending'`, Math.min(limit, MAX_CLAIMED), hasStarts);
  const open = await claim(db, leaseMs, {
    share: sql`select s.project, s.most, ${isLimited(sql`s.project`)} as limited from ${shares} as s (project, most)`,
    ranked: sql`select e.id, e.turn, share.most from share cross join lateral ${inOrder(isFree, sql`share.most`)} e where share.limited is not true`,
  });
  if (open.limited === null) return toClaim(open.rows);
  const { limited } = open;
  const placed = await db.transaction().execute(async (trx) => {
    await lockPlaces(
      trx,
      limited.map(({ project }) => project),
    );
    return await claim(trx, leaseMs, {
      share: sql`select l.project, l.most, false as limited, greatest(0, least(l.most, ${freePlacesOf(sql`l.project`)})) as places
        from json_to_recordset(${JSON.stringify(limited)}::json) as l(project text, most integer)`,
      ranked: sql`
        select e.id, 0 as turn, share.most from share cross join lateral (
          select id from executions where ${isPlaced} and project = share.project order by start_lease_until limit share.most) e
        union all
        select e.id, e.turn, share.most from share cross join lateral ${inOrder(isUnplaced, sql`share.places`)} e`,
    });
  });
  return toClaim([...open.rows, ...placed.rows]);
}

/** Whether the project has an execution that may be started now. */
const hasStarts = sql`(
  ${hasPlaced(sql`waiting.project`)}
  or (${hasUnplaced(sql`waiting.project`)} and coalesce(${freePlacesOf(sql`waiting.project`)}, 1) > 0))`;

/** The first `most` of the project `share.project` for which `waits` holds, with their turn. */
const inOrder = (waits: RawBuilder<unknown>, most: RawBuilder<unknown>) => sql`(
  with recursive keys as (
    (select priority, fairness_key from executions where status = 'pending' and project = share.project
      order by priority, fairness_key limit 1)
    union all
    select n.priority, n.fairness_key from keys k cross join lateral (
      select priority, fairness_key from executions where status = 'pending' and project = share.project
         and (priority, fairness_key) > (k.priority, k.fairness_key) order by priority, fairness_key limit 1) n
  )
  select own.id, row_number() over (order by own.priority, own.turn, k.lot, own.seq) as turn
    from (select *, random() as lot from keys order by priority, random() limit ${sql.lit(MAX_KEYS)}) k cross join lateral (
      select id, priority, seq, row_number() over (order by seq) / fairness_weight as turn from (
        select id, priority, seq, fairness_weight from executions where ${waits} and project = share.project
           and priority = k.priority and fairness_key = k.fairness_key order by seq limit ${most}) o) own
   order by own.priority, own.turn, k.lot, own.seq limit ${most})`;

type ClaimedRow = Omit<ClaimedExecution, "event"> & { readonly event_id: string; readonly most: number } & Omit<
    ClaimedEvent,
    "id" | "project" | "trigger_set_version" | "received_at" | "trace"
  >;

/** `share`: the projects and how many each gets. `ranked`: the executions to be claimed. Answers which of the projects are limited, too. */
async function claim(
  db: Database,
  leaseMs: number,
  { share, ranked }: { readonly share: RawBuilder<unknown>; readonly ranked: RawBuilder<unknown> },
) {
  const { rows } = await sql<{ limited: { project: string; most: number }[] | null } & (ClaimedRow | { id: null })>`
    with share as materialized (${share}), ranked as materialized (select * from (${ranked}) r limit ${sql.lit(2 * MAX_CLAIMED)}), due as (
      select x.id, ranked.turn, ranked.most from ranked cross join lateral (
        select id from executions where id = ranked.id and ${isFree} for no key update skip locked) x
    ), claimed as (
      update executions set start_lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms'
      from due where executions.id = due.id and executions.id = any(array(select id from due))
      returning executions.*, due.most, due.turn
    )
    select l.limited, c.id, c.project, c.most, c.workflow_id, c.workflow_version, c.trigger_id, c.start_attempts, c.rerun_of, c.seed, c.priority, c.fairness_key, c.fairness_weight,
      e.id as event_id, e.type, e.source, e.subject, e.time, e.data, ${traceOf(sql`e.attributes`)} as trace
    from (select json_agg(json_build_object('project', project, 'most', most)) as limited from share where limited) l
    left join (claimed c join events e on e.id = c.event_id and e.id = any(array(select event_id from claimed))) on true order by c.turn`.execute(
    db,
  );
  const claimed = rows.flatMap((row) => {
    if (row.id === null) return [];
    const { limited: _, event_id, type, source, subject, time, data, ...execution } = row;
    return [{ ...execution, event: { id: event_id, type, source, subject, time, data } }];
  });
  return { rows: claimed, limited: rows[0]!.limited };
}

export interface VersionKey {
  readonly workflow_id: string;
  readonly version: number;
}

export interface FrozenDefinition extends VersionKey {
  readonly definition: Definition;
  readonly definition_hash: string;
}

/** What goes into the starts of these versions. */
export async function findDefinitions(db: Database, keys: readonly VersionKey[]): Promise<readonly FrozenDefinition[]> {
  const { rows } = await sql<FrozenDefinition>`
    select v.workflow_id, v.version, v.definition, v.definition_hash
    from json_to_recordset(${JSON.stringify(keys)}::json) as k(workflow_id text, version integer)
    join workflow_versions v using (workflow_id, version)`.execute(db);
  return rows;
}

export interface StartedExecution {
  readonly id: string;
  readonly run_id: string;
  readonly first_run_id: string;
  readonly started_at: Date;
}

/**
 * Writes that Temporal took these executions: status, run, update for subscribers. One statement. An execution that is not pending any more (its mirror was faster) stays as it is.
 *
 * Answers those that were cancelled or terminated before Temporal took them, and so must not run.
 *
 * Each condition repeats the ids, so that Postgres finds the rows by their key: of rows from JSON it only guesses that there are 100, and
 * so it may read the whole table for a batch of ten. Rows are locked in the order of their ids: whoever else writes many executions at once has to do the same.
 */
export async function markExecutionsRunning(
  db: Database,
  started: readonly StartedExecution[],
): Promise<readonly string[]> {
  const ids = started.map(({ id }) => id);
  const payloads = splitIds(ids);
  const { rows } = await sql<{ closed_before: string[] }>`
    with s as (
      select * from json_to_recordset(${JSON.stringify(started)}::json)
        as s(id text, run_id text, first_run_id text, started_at timestamptz)
    ), locked as (
      select id, status, run_id from executions where id = any(${ids}::text[]) order by id for no key update
    ), marked as (
      update executions e set status = 'running', run_id = s.run_id, first_run_id = s.first_run_id,
        started_at = greatest(e.created_at, s.started_at), update_seq = e.update_seq + 1,
        start_lease_until = null, start_error = null
      from s join locked l on l.id = s.id
      where e.id = any(${ids}::text[]) and e.id = s.id and l.status = 'pending' and e.status = 'pending'
      returning e.id, e.run_id, e.update_seq, e.started_at
    ), told as (
      insert into execution_updates (execution_id, seq, key, kind, body, at)
      select id, update_seq, 'status:running', 'status',
        jsonb_build_object('status', 'running', 'runId', run_id), started_at
      from marked on conflict do nothing
    ), notified as (
      select pg_notify(${UPDATES_CHANNEL}, payload) from unnest(${payloads}::text[]) as payload
    )
    select coalesce(array_agg(id) filter (where status in ('cancelled', 'terminated') and run_id is null), '{}') as closed_before,
      (select count(*) from notified) as notified
    from locked`.execute(db);
  return rows[0]?.closed_before ?? [];
}

export interface DelayedStart {
  readonly id: string;
  /** Why it did not start; absent: it was not tried. */
  readonly error?: string | undefined;
  /** Whether the failure was its own, and so counts against it. */
  readonly counts: boolean;
}

/** Gives leases back: anybody may try these executions again after `delayMs`, on the database's clock. */
export async function delayStarts(db: Database, starts: readonly DelayedStart[], delayMs: number): Promise<void> {
  const ids = starts.map(({ id }) => id);
  await sql`
    with d as (
      select * from json_to_recordset(${storableJson(starts)}::json) as d(id text, error text, counts boolean)
    ), locked as (
      select id from executions where id = any(${ids}::text[]) and status = 'pending' order by id for no key update
    )
    update executions e set start_lease_until = clock_timestamp() + ${delayMs}::float8 * interval '1 ms',
      start_attempts = e.start_attempts + d.counts::integer, start_error = coalesce(d.error, e.start_error)
    from d join locked using (id) where e.id = any(${ids}::text[]) and e.id = d.id`.execute(db);
}

/** Closes executions that Temporal will never take, with the reason, and tells subscribers. */
export async function failStarts(
  db: Database,
  failed: readonly { readonly id: string; readonly failure: Failure }[],
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await close(trx, failed);
    await closeCoordination(
      trx,
      failed.map(({ id }) => id),
    );
  });
}

async function close(
  trx: Database,
  failed: readonly { readonly id: string; readonly failure: Failure }[],
): Promise<void> {
  const ids = failed.map(({ id }) => id);
  await sql`
    with f as (
      select * from json_to_recordset(${storableJson(failed)}::json) as f(id text, failure jsonb)
    ), locked as (
      select id from executions where id = any(${ids}::text[]) and status = 'pending' order by id for no key update
    ), closed as (
      update executions e set status = 'failed', failure = f.failure, start_error = f.failure->>'message',
        start_attempts = e.start_attempts + 1, start_lease_until = null,
        closed_at = clock_timestamp(), update_seq = e.update_seq + 1
      from f join locked using (id) where e.id = any(${ids}::text[]) and e.id = f.id
      returning e.id, e.update_seq, e.failure, e.closed_at
    ), told as (
      insert into execution_updates (execution_id, seq, key, kind, body, at)
      select id, update_seq, 'status:failed', 'status', jsonb_build_object('status', 'failed', 'failure', failure), closed_at
      from closed on conflict do nothing
    )
    select pg_notify(${UPDATES_CHANNEL}, payload)
    from unnest(${splitIds(ids)}::text[]) as payload`.execute(trx);
}
