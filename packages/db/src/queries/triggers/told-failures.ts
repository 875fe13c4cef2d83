import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { storableJson } from "../storable.ts";
import type { TriggerKey } from "./trigger-row.ts";

/** A failure that a trigger of the kind `failures` has not told yet. */
export interface NotedFailure {
  readonly id: number;
  readonly executionId: string;
  readonly workflowId: string;
  readonly workflowName: string;
  /** The step, if it is about one. */
  readonly path: string | null;
  readonly code: string;
  readonly message: string | null;
  readonly at: Date;
}

/** How long a failure is remembered after it was told, so that a close that is written twice is told once. */
const REMEMBERED = sql`interval '7 days'`;
const MESSAGE_CHARACTERS = 1_000;
/** A path holds the keys of loops, and a template may make a code. */
const PATH_CHARACTERS = 500;
const CODE_CHARACTERS = 100;

/** Live triggers `t` that want to know that this has happened to the execution `x` of the workflow `w`. A workflow does not hear its own failures. */
const wanting = (what: RawBuilder<unknown>) => sql`
  t.project = x.project and t.kind = 'failures' and t.status = 'active' and t.workflow_id <> x.workflow_id
  and (t.config->'workflows' is null or t.config->'workflows' @> to_jsonb(w.id) or t.config->'workflows' @> to_jsonb(w.key) or t.config->'workflows' @> to_jsonb(w.name))
  and jsonb_exists_any(coalesce(t.config->'on', '["failed", "incident"]'), array[${what}]
    || case when ${what} in ('timedOut', 'terminated') then array['failed'] else '{}' end)`;

const closed = sql`executions x join workflows w on w.id = x.workflow_id join workflow_triggers t on ${wanting(sql`x.status`)}`;
const hasFailed = (ids: readonly string[]) =>
  sql`x.id = any(${ids}::text[]) and x.status in ('failed', 'timedOut', 'terminated')`;

/** Whether a trigger wants to know of one of these executions that it has failed. */
export const failureIsWanted = (ids: readonly string[]) => sql`exists (select from ${closed} where ${hasFailed(ids)})`;

/** Notes which of these closed executions have failed, in the transaction that writes the close (I1). */
export async function noteFailures(trx: Database, ids: readonly string[]): Promise<void> {
  await sql`
    insert into told_failures (project, workflow_id, trigger_id, execution_id, key, failed_workflow, path, code, message, at)
    select x.project, t.workflow_id, t.trigger_id, x.id, 'end', x.workflow_id, left(x.failure->>'path', ${PATH_CHARACTERS}),
        coalesce(left(x.failure->>'code', ${CODE_CHARACTERS}), case x.status when 'terminated' then 'TERMINATED' when 'timedOut' then 'TIMED_OUT' else 'FAILED' end),
        left(x.failure->>'message', ${MESSAGE_CHARACTERS}), coalesce(x.closed_at, clock_timestamp())
      from ${closed} where ${hasFailed(ids)} order by x.id
    on conflict do nothing`.execute(trx);
}

/** Notes incidents. A step that a person retries, and that fails again, has another one. */
export async function noteIncidents(
  trx: Database,
  incidents: readonly { readonly execution_id: string; readonly path: string | null; readonly key: string }[],
): Promise<void> {
  await sql`
    insert into told_failures (project, workflow_id, trigger_id, execution_id, key, failed_workflow, path, code, message, at)
    select x.project, t.workflow_id, t.trigger_id, x.id, i.key, x.workflow_id, left(i.path, ${PATH_CHARACTERS}), coalesce(left(i.failure->>'code', ${CODE_CHARACTERS}), 'INCIDENT'),
        left(i.failure->>'message', ${MESSAGE_CHARACTERS}), clock_timestamp()
      from json_to_recordset(${storableJson(incidents)}::json) as i(execution_id text, path text, key text, failure jsonb)
      join executions x on x.id = i.execution_id join workflows w on w.id = x.workflow_id
      join workflow_triggers t on ${wanting(sql`'incident'`)} order by x.id, i.key
    on conflict do nothing`.execute(trx);
}

/** What a trigger has not told yet, the oldest first. `taken` are those that it has told: they are not read again, and removed after a while. */
export async function takeNotedFailures(
  db: Database,
  { workflowId, triggerId }: Pick<TriggerKey, "workflowId" | "triggerId">,
  taken: readonly number[],
  limit: number,
): Promise<readonly NotedFailure[]> {
  const of = sql`workflow_id = ${workflowId} and trigger_id = ${triggerId}`;
  if (taken.length > 0) {
    await sql`update told_failures set taken_at = clock_timestamp() where ${of} and id = any(${taken}::bigint[]) and taken_at is null`.execute(
      db,
    );
    await sql`delete from told_failures where ${of} and taken_at < clock_timestamp() - ${REMEMBERED}`.execute(db);
  }
  const { rows } = await sql<NotedFailure>`
    select f.id::float8 as id, f.execution_id as "executionId", f.failed_workflow as "workflowId", w.name as "workflowName", f.path, f.code,
        f.message, f.at
      from told_failures f join workflows w on w.id = f.failed_workflow
     where f.workflow_id = ${workflowId} and f.trigger_id = ${triggerId} and f.taken_at is null order by f.id limit ${limit}`.execute(
    db,
  );
  return rows;
}

/** Removes what was noted for a trigger that is no longer there. */
export async function dropNotedFailures(db: Database, { workflowId, triggerId }: TriggerKey): Promise<void> {
  await sql`delete from told_failures where workflow_id = ${workflowId} and trigger_id = ${triggerId}`.execute(db);
}
