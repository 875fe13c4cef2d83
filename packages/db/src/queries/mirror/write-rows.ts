import { sql, type RawBuilder, type Transaction } from "kysely";
import { UPDATES_CHANNEL } from "../../notify/channels.ts";
import { splitIds } from "../../notify/split-ids.ts";
import type { Tables } from "../../tables.ts";
import { storeIncidentEvents, type ToldIncident } from "../triggers/ending-events.ts";
import { insertJson, jsonChunks, rowsFromJson, type JsonRow } from "../json-rows.ts";

// The columns that the mirror writes of each table. The types of rows, the inserts and the updates come from these lists.
const EXECUTION = ["id", "update_seq", "run_id", "first_run_id", "started_at", "status", "paused"] as const;
const CLOSE = ["output", "failure", "closed_at", "mirror_ok", "mirror_problem", "history_events"] as const;
const HISTORY = ["execution_id", "run_id", "first_event_id", "last_event_id", "first_event_time", "events"] as const;
const STEP_DETAIL = ["port", "input", "output", "scheduled_at", "ended_at"] as const;
const STEP = [
  ...(["execution_id", "path", "position", "node_id", "type", "status", "failure", "attempts", "started_at"] as const),
  ...STEP_DETAIL,
  "known_from",
] as const;
const ATTEMPT = ["execution_id", "path", "attempt", "started_at", "ended_at", "failure", "worker"] as const;
const LOG = ["execution_id", "path", "attempt", "level", "message", "fields", "at"] as const;
const UPDATE = ["execution_id", "seq", "key", "kind", "path", "body", "at"] as const;

const BATCH = ["execution_id", "first_seq", "seq", "updates"] as const;

type StepJson = JsonRow<"steps", (typeof STEP)[number]>;

/** The rows that one transaction of the mirror stores. Postgres decides only what happens if a row exists already. */
export class RowSet {
  /** One row for each execution that does not end with this write. Those that end are in `closed`. */
  readonly executions: JsonRow<"executions", (typeof EXECUTION)[number]>[] = [];
  readonly closed: JsonRow<"executions", (typeof EXECUTION | typeof CLOSE)[number]>[] = [];
  /** Events that are not stored yet. */
  readonly history: JsonRow<"history_batches", (typeof HISTORY)[number]>[] = [];
  /** Steps that history has shown to their end. They replace the stored rows. */
  readonly steps: StepJson[] = [];
  /** Such steps that began in an earlier run of the chain. Stored values that this run does not know stay. */
  readonly resumedSteps: StepJson[] = [];
  /** Steps that may still change. A final row stays, and the status of a step never moves back. */
  readonly liveSteps: StepJson[] = [];
  readonly attempts: JsonRow<"step_attempts", (typeof ATTEMPT)[number]>[] = [];
  readonly logs: JsonRow<"step_logs", (typeof LOG)[number]>[] = [];
  /** Log lines that came after the close of their execution. A repeated write must not store them a second time. */
  readonly lateLogs: JsonRow<"step_logs", (typeof LOG)[number]>[] = [];
  readonly updates: JsonRow<"execution_updates", (typeof UPDATE)[number]>[] = [];
  /** The updates that come with the end of an execution. */
  readonly batches: JsonRow<"execution_update_batches", (typeof BATCH)[number]>[] = [];
  /** Incidents that nobody was told before. */
  readonly incidents: ToldIncident[] = [];
  /** Runs that closed. Their leases are deleted. */
  readonly endedRuns: { readonly execution_id: string; readonly run_id: string }[] = [];
  /** Closed executions that may have steps from live updates. Those that history does not show are deleted. */
  readonly overtaken: string[] = [];
}

/** Stores rows and notifies subscribers, in one statement unless values are large. The caller has locked the executions' rows. */
export async function writeRows(tx: Transaction<Tables>, rows: RowSet, ids: readonly string[]): Promise<void> {
  const statements = [
    ...parts(rows.executions, (json) => updateExecutions(EXECUTION, json, ids)),
    ...parts(rows.closed, (json) => updateExecutions([...EXECUTION, ...CLOSE], json, ids)),
    ...parts(rows.history, (json) => insertJson("history_batches", HISTORY, json)),
    ...parts(rows.steps, (json) => insertJson("steps", STEP, json, REPLACE_STEP)),
    ...parts(rows.resumedSteps, (json) => insertJson("steps", STEP, json, COMPLETE_STEP)),
    ...parts(rows.liveSteps, (json) => insertJson("steps", STEP, json, MOVE_STEP)),
    ...parts(rows.attempts, (json) => insertJson("step_attempts", ATTEMPT, json, MERGE_ATTEMPT)),
    ...parts(rows.logs, (json) => insertJson("step_logs", LOG, json)),
    ...parts(rows.lateLogs, (json) => insertJson("step_logs", LOG, json, NEW_LOG)),
    ...parts(rows.updates, (json) => insertJson("execution_updates", UPDATE, json)),
    ...parts(rows.batches, (json) => insertJson("execution_update_batches", BATCH, json)),
    ...(rows.endedRuns.length > 0 ? [{ characters: 0, statement: deleteRuns(rows.endedRuns) }] : []),
  ];
  const groups = grouped(statements);
  for (const group of groups.slice(0, -1)) await sql`${withParts(group)} select`.execute(tx);
  await sql`${withParts(groups.at(-1) ?? [])}
    select pg_notify(${UPDATES_CHANNEL}, payload) from unnest(${splitIds(ids)}::text[]) as payload`.execute(tx);
  await storeIncidentEvents(tx, rows.incidents);
  if (rows.overtaken.length > 0)
    await sql`delete from steps where execution_id = any(${rows.overtaken}::text[]) and known_from = 'advisory'`.execute(
      tx,
    );
}

interface Part {
  readonly characters: number;
  readonly statement: RawBuilder<unknown>;
}

function parts(rows: readonly object[], statement: (json: string) => RawBuilder<unknown>): Part[] {
  return jsonChunks(rows).map((json) => ({ characters: json.length, statement: statement(json) }));
}

/** Groups statements into as few round trips as possible. Postgres may execute the statements of a group in any order, and none depends on another. */
function grouped(all: readonly Part[], maxCharacters = 16 * 1024 * 1024): RawBuilder<unknown>[][] {
  const groups: RawBuilder<unknown>[][] = [];
  let room = 0;
  for (const { characters, statement } of all) {
    if (groups.length === 0 || characters > room) {
      groups.push([]);
      room = maxCharacters;
    }
    groups.at(-1)!.push(statement);
    room -= characters;
  }
  return groups;
}

function withParts(statements: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  if (statements.length === 0) return sql``;
  return sql`with ${sql.join(
    statements.map((statement, index) => sql`${sql.ref(`part${index}`)} as (${statement})`),
    sql`,
    `,
  )}`;
}

/** Updates executions; a stored first run and start time stay. The condition repeats the ids, so that Postgres finds the rows by their key. */
function updateExecutions(
  columns: readonly (typeof EXECUTION | typeof CLOSE)[number][],
  json: string,
  ids: readonly string[],
): RawBuilder<unknown> {
  const assignments = columns
    .filter((column) => column !== "id")
    .map((column) => {
      const name = sql.ref(column);
      const first = column === "first_run_id" || column === "started_at";
      return first ? sql`${name} = coalesce(e.${name}, x.${name})` : sql`${name} = x.${name}`;
    });
  return sql`update executions e set ${sql.join(assignments)} from ${rowsFromJson("executions", json)} x
      where e.id = x.id and e.id = any(${ids}::text[])`;
}

/** Deletes the leases of closed runs, and with them their fences, so that a mirror which still follows such a run can no longer write. */
function deleteRuns(runs: RowSet["endedRuns"]): RawBuilder<unknown> {
  return sql`delete from mirror_runs where (execution_id, run_id) in (
      select * from unnest(${runs.map((run) => run.execution_id)}::text[], ${runs.map((run) => run.run_id)}::text[]))`;
}

const DETAILS = STEP_DETAIL.map((column) => sql.ref(column));

/**
 * How a row that may hold only part of a step changes the stored one. Status, port, failure and end are those of the last change, as
 * in `StepFold`. Stored input and output stay until there are new ones; the retry of an incident also removes the output.
 */
const CHANGE = sql`position = least(t.position, excluded.position), status = excluded.status, port = excluded.port,
      failure = excluded.failure, ended_at = excluded.ended_at, attempts = greatest(excluded.attempts, t.attempts),
      input = coalesce(excluded.input, t.input), scheduled_at = coalesce(t.scheduled_at, excluded.scheduled_at),
      output = case when t.status = 'incident' then excluded.output else coalesce(excluded.output, t.output) end`;

const REPLACE_STEP = sql`on conflict (execution_id, path) do update set
      position = excluded.position, status = excluded.status, known_from = excluded.known_from, failure = excluded.failure,
      attempts = greatest(excluded.attempts, t.attempts), started_at = coalesce(excluded.started_at, t.started_at),
      ${sql.join(DETAILS.map((name) => sql`${name} = excluded.${name}`))}`;

const COMPLETE_STEP = sql`on conflict (execution_id, path) do update set
      ${CHANGE}, known_from = excluded.known_from, started_at = coalesce(excluded.started_at, t.started_at)`;

const MOVE_STEP = sql`on conflict (execution_id, path) do update set
      ${CHANGE}, started_at = coalesce(t.started_at, excluded.started_at)
      where t.known_from = 'advisory' and ${rank("excluded")} >= ${rank("t")}`;

/** An attempt is reported when it begins and when it ends. One that started later than the stored one belongs to a person's retry and replaces it. */
const MERGE_ATTEMPT = sql`on conflict (execution_id, path, attempt) do update set
      started_at = greatest(t.started_at, excluded.started_at), worker = coalesce(excluded.worker, t.worker),
      ended_at = case when excluded.started_at > t.started_at then excluded.ended_at else coalesce(excluded.ended_at, t.ended_at) end,
      failure = case when excluded.started_at > t.started_at then excluded.failure else coalesce(excluded.failure, t.failure) end`;

const NEW_LOG = sql`x where not exists (select from step_logs l where l.execution_id = x.execution_id
      and (l.path, l.attempt, l.at, l.level, l.message) = (x.path, x.attempt, x.at, x.level, x.message))`;

/** How far a step has come. Live updates never move a step back, except when a person retries an incident. */
function rank(row: "excluded" | "t"): RawBuilder<unknown> {
  const status = sql.raw(`${row}.status`);
  const again = sql.raw(row === "t" ? ", 'incident'" : "");
  return sql`case when ${status} in ('scheduled', 'waiting'${again}) then 0 when ${status} = 'running' then 1 else 2 end`;
}
