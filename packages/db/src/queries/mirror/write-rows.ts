import { sql, type Transaction } from "kysely";
import { UPDATES_CHANNEL } from "../../notify/channels.ts";
import { splitIds } from "../../notify/split-ids.ts";
import type { Tables } from "../../tables.ts";
import { storableJson } from "../storable.ts";
import { jsonChunks } from "./json-chunks.ts";

/** Rows by column name: what `writeRows` sends as JSON, one array for each table. */
export interface RowSet {
  /** One for each execution that anything is written for. */
  readonly executions: readonly object[];
  readonly events: readonly object[];
  readonly steps: readonly object[];
  readonly attempts: readonly object[];
  readonly logs: readonly object[];
  readonly updates: readonly object[];
  readonly runs: readonly object[];
}

/**
 * Everything that the mirror writes, in one statement: one multi-row insert for each table (steps with large values go
 * ahead in statements of their own). The executions' rows are locked by the caller in a statement before, so that this
 * one's snapshot sees what was committed until then.
 *
 * Of updates, those whose key is stored already are left out; the others get the next cursors. History's steps replace
 * advisory ones, advisory ones only move forward, and a log line is stored when its update is new.
 */
export async function writeRows(tx: Transaction<Tables>, rows: RowSet, ids: readonly string[]): Promise<void> {
  // History's steps first: what of the worker's is dropped is what they did not replace.
  const steps = jsonChunks(rows.steps);
  for (const chunk of steps.slice(0, -1)) await sql`with ${stepParts(chunk)} select`.execute(tx);
  // Empty tables are left out: Postgres plans the statement anew each time.
  const parts = [
    executionParts(rows, ids),
    ...(rows.events.length > 0 ? [eventParts(rows)] : []),
    ...steps.slice(-1).map(stepParts),
    ...(rows.steps.length > 0 && rows.runs.length > 0 ? [droppedSteps(ids)] : []),
    ...(rows.attempts.length > 0 ? [attemptParts(rows)] : []),
    ...(rows.logs.length > 0 ? [logParts(rows)] : []),
    ...(rows.runs.length > 0 ? [runParts(rows, ids)] : []),
  ];
  await sql`with ${sql.join(
    parts,
    sql`,
    `,
  )}
    select pg_notify(${UPDATES_CHANNEL}, payload) from unnest(${splitIds(ids)}::text[]) as payload`.execute(tx);
}

/** Executions and their updates: the next cursors are counted from the locked row. */
function executionParts(rows: RowSet, ids: readonly string[]) {
  return sql`x as (select * from json_to_recordset(${storableJson(rows.executions)}::json) as x(
        id text, run_id text, first_run_id text, started_at timestamptz, last_event_id integer, closed boolean, paused boolean, status text,
        output jsonb, failure jsonb, closed_at timestamptz, next_run_id text, mirror_ok boolean, mirror_problem jsonb)),
    u as (select * from json_to_recordset(${storableJson(rows.updates)}::json) as u(
        execution_id text, ord integer, key text, kind text, path text, body jsonb, at timestamptz)
      where not exists (select from execution_updates k
        where k.execution_id = u.execution_id and k.key = u.key and k.execution_id = any(${ids}::text[]))),
    fresh as (select u.*, row_number() over (partition by execution_id order by ord) as nth from u),
    counted as (select execution_id, count(*) as n from fresh group by execution_id),
    put_executions as (update executions e set
        update_seq = e.update_seq + coalesce(c.n, 0),
        run_id = case when x.run_id is null then e.run_id else coalesce(x.next_run_id, x.run_id) end,
        first_run_id = coalesce(x.first_run_id, e.first_run_id),
        started_at = coalesce(e.started_at, x.started_at),
        status = coalesce(x.status, e.status),
        paused = case when x.closed then false else coalesce(x.paused, e.paused) end,
        output = case when x.closed then x.output else e.output end,
        failure = case when x.closed then x.failure else e.failure end,
        closed_at = case when x.closed then x.closed_at else e.closed_at end,
        mirror_ok = case when x.closed then x.mirror_ok else e.mirror_ok end,
        mirror_problem = case when x.closed then x.mirror_problem else e.mirror_problem end,
        history_events = case when x.closed then x.last_event_id + (
            select count(*)::integer from history_events h where h.execution_id = e.id and h.run_id <> x.run_id)
          else e.history_events end
      from x left join counted c on c.execution_id = x.id
      where e.id = x.id and e.id = any(${ids}::text[])
      returning e.id, e.update_seq - coalesce(c.n, 0) as seq_before),
    put_updates as (insert into execution_updates (execution_id, seq, key, kind, path, body, at)
      select f.execution_id, p.seq_before + f.nth, f.key, f.kind, f.path, f.body, f.at
        from fresh f join put_executions p on p.id = f.execution_id)`;
}

function eventParts(rows: RowSet) {
  return sql`put_events as (insert into history_events (execution_id, run_id, event_id, event_type, event_time, attributes)
      select * from json_to_recordset(${storableJson(rows.events)}::json) as h(
        execution_id text, run_id text, event_id bigint, event_type text, event_time timestamptz, attributes jsonb)
      on conflict do nothing)`;
}

/** `steps`: a JSON array of rows. */
function stepParts(steps: string) {
  return sql`s as (select * from json_to_recordset(${steps}::json) as s(
        execution_id text, path text, position integer, resumed boolean, node_id text, type text, status text, port text, input jsonb,
        output jsonb, failure jsonb, attempts integer, scheduled_at timestamptz, started_at timestamptz,
        ended_at timestamptz, known_from text)),
    put_steps as (insert into steps as t (execution_id, path, position, node_id, type, status, port, input, output, failure,
        attempts, scheduled_at, started_at, ended_at, known_from)
      select s.execution_id, s.path, case when s.resumed then coalesce(
          (select o.position from steps o where o.execution_id = s.execution_id and o.path = s.path), 0)
        when s.known_from = 'history' then s.position else s.position + coalesce(
          (select max(o.position) + 1 from steps o where o.execution_id = s.execution_id), 0) end,
        s.node_id, s.type, s.status, s.port, s.input, s.output, s.failure, s.attempts, s.scheduled_at, s.started_at,
        s.ended_at, s.known_from
        from s
      on conflict (execution_id, path) do update set
        position = ${taken("position")}, status = excluded.status, port = ${taken("port")}, input = ${taken("input")},
        output = ${taken("output")}, failure = ${taken("failure")},
        attempts = greatest(excluded.attempts, t.attempts),
        scheduled_at = ${taken("scheduled_at")},
        started_at = case when excluded.known_from = 'history' then coalesce(excluded.started_at, t.started_at)
          else coalesce(t.started_at, excluded.started_at) end,
        ended_at = ${taken("ended_at")}, known_from = excluded.known_from
      where excluded.known_from = 'history' or (t.known_from = 'advisory' and ${rank("excluded")} >= ${rank("t")}))`;
}

/** A step that only the worker knew, of an execution that has closed: history did not come to it. */
function droppedSteps(ids: readonly string[]) {
  return sql`dropped as (delete from steps t using x
      where t.execution_id = x.id and t.execution_id = any(${ids}::text[]) and x.closed and t.known_from = 'advisory'
        and not exists (select from s where s.execution_id = t.execution_id and s.path = t.path))`;
}

function attemptParts(rows: RowSet) {
  return sql`put_attempts as (insert into step_attempts as t (execution_id, path, attempt, started_at, ended_at, failure, worker)
      select * from json_to_recordset(${storableJson(rows.attempts)}::json) as a(
        execution_id text, path text, attempt integer, started_at timestamptz, ended_at timestamptz, failure jsonb, worker text)
      on conflict (execution_id, path, attempt) do update set
        started_at = coalesce(t.started_at, excluded.started_at), ended_at = coalesce(excluded.ended_at, t.ended_at),
        failure = coalesce(excluded.failure, t.failure), worker = coalesce(excluded.worker, t.worker))`;
}

function logParts(rows: RowSet) {
  return sql`put_logs as (insert into step_logs (execution_id, path, attempt, level, message, fields, at)
      select l.execution_id, l.path, l.attempt, l.level, l.message, l.fields, l.at
        from json_to_recordset(${storableJson(rows.logs)}::json) as l(
          execution_id text, ord integer, key text, path text, attempt integer, level text, message text, fields jsonb,
          at timestamptz)
       where exists (select from fresh f where f.execution_id = l.execution_id and f.key = l.key)
       order by l.ord)`;
}

/** The cursor of a run that is followed; a closed run's row goes with its last write, its successor's comes with it. */
function runParts(rows: RowSet, ids: readonly string[]) {
  return sql`r as (select * from json_to_recordset(${storableJson(rows.runs)}::json) as r(
        execution_id text, run_id text, last_event_id bigint, closed boolean, next_run_id text)),
    put_runs as (update mirror_runs m set last_event_id = r.last_event_id, failures = 0
      from r where m.execution_id = any(${ids}::text[]) and m.execution_id = r.execution_id and m.run_id = r.run_id and not r.closed),
    ended_runs as (delete from mirror_runs m using r
      where m.execution_id = any(${ids}::text[]) and m.execution_id = r.execution_id and m.run_id = r.run_id and r.closed),
    next_runs as (insert into mirror_runs (execution_id, run_id)
      select r.execution_id, r.next_run_id from r where r.next_run_id is not null on conflict do nothing)`;
}

/** History's word whole; of advisory rows what was known first, because a later one may hold only what changed. */
function taken(column: string) {
  const name = sql.ref(column);
  return sql`case when excluded.known_from <> 'history' then coalesce(t.${name}, excluded.${name})
    when exists (select from s where s.execution_id = excluded.execution_id and s.path = excluded.path and s.resumed)
      then coalesce(excluded.${name}, t.${name})
    else excluded.${name} end`;
}

/** How far a step has come: the worker's rows never move it back, but that an operator runs a failed one again. */
function rank(row: "excluded" | "t") {
  const status = sql.raw(`${row}.status`);
  const again = sql.raw(row === "t" ? ", 'incident'" : "");
  return sql`case when ${status} in ('scheduled', 'waiting'${again}) then 0 when ${status} = 'running' then 1 else 2 end`;
}
