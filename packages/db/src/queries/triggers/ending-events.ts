import { sql, type RawBuilder } from "kysely";
import { limits, type JsonObject } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { newId } from "../../id/new-id.ts";
import { inProject } from "../../projects/project-scope.ts";
import { insertEvents } from "../dispatch/ingest.ts";
import { isStorable } from "../storable.ts";
import { problemJson } from "./trigger-sql.ts";

/** What a trigger of the kind `workflow` can listen to. */
export type Ending = "completed" | "failed" | "incident";

interface Told {
  readonly id: string;
  readonly project: string;
  readonly workflowId: string;
  readonly what: Ending;
  readonly data: JsonObject;
  readonly path: string | null;
  readonly hops: number;
}

/** What became of an execution, for those that listen; null if its end is neither a success nor a failure, such as a cancel. */
const endingOf = sql`case when x.status in ('completed', 'completedWithErrors') then 'completed'
  when x.status in ('failed', 'timedOut', 'terminated') then 'failed' end`;

/** Whether a live trigger of the kind `workflow` listens to what happened to execution `x`. */
const listener = (what: RawBuilder<unknown>) => sql`exists (select from workflow_triggers t
  where t.project = x.project and t.source = 'tempograph:workflow/' || x.workflow_id
    and t.kind = 'workflow' and t.status = 'active' and coalesce(t.config->>'on', 'completed') in (${what}, 'any'))`;

/** Whether somebody listens to the end of one of these executions. */
export const endIsHeard = (ids: readonly string[]) =>
  sql`exists (select from executions x where x.id = any(${ids}::text[]) and ${listener(endingOf)})`;

/** Stores an event for each closed execution to whose end a live trigger listens: once, in the transaction that writes the close (I1). */
export async function storeEndEvents(trx: Database, ids: readonly string[]): Promise<void> {
  await storeEvents(
    trx,
    sql`select ${about}, ${endingOf} as what, null as path,
      ${common} || jsonb_build_object('output', x.output, 'failure', x.failure, 'endedAt', x.closed_at) as data
    ${source} where x.id = any(${ids}::text[]) and ${listener(endingOf)}`,
  );
}

/** Stores an event for each step that waits for a person because it failed, if a live trigger listens. Once per step. */
export async function storeIncidentEvents(
  trx: Database,
  steps: readonly { readonly execution_id: string; readonly path: string; readonly failure: unknown }[],
): Promise<void> {
  if (steps.length === 0) return;
  const incident = sql`'incident'`;
  await storeEvents(
    trx,
    sql`select ${about}, 'incident' as what, s.path,
      ${common} || jsonb_build_object('step', s.path, 'failure', s.failure) as data
    ${source} join json_to_recordset(${JSON.stringify(steps.map(({ execution_id, path, failure }) => ({ execution_id, path, failure })))}::json)
      as s(execution_id text, path text, failure jsonb) on s.execution_id = x.id
    where ${listener(incident)}`,
  );
}

const about = sql`x.id, x.project, x.workflow_id as "workflowId", coalesce(e.hops, 0) as hops`;
const common = sql`jsonb_build_object('executionId', x.id, 'workflowId', x.workflow_id, 'workflowName', w.name,
  'workflowVersion', x.workflow_version, 'status', x.status, 'startedAt', x.started_at)`;
const source = sql`from executions x join workflows w on w.id = x.workflow_id left join events e on e.id = x.event_id`;

async function storeEvents(trx: Database, query: RawBuilder<Told>): Promise<void> {
  const { rows } = await query.execute(trx);
  const isLast = ({ hops }: Told) => hops >= limits.MAX_EVENT_HOPS;
  const within = rows.filter((row) => !isLast(row));
  if (within.length > 0) await insertEvents(trx, within.map(eventRow));
  for (const { project, workflowId } of rows.filter(isLast))
    await sql`update workflow_triggers set problem = ${problemJson(LOOP)}
      where project = ${project} and source = ${`tempograph:workflow/${workflowId}`} and kind = 'workflow' and status = 'active'`.execute(
      trx,
    );
}

function eventRow({ id, project, workflowId, what, path, data, hops }: Told): string {
  return JSON.stringify({
    ...{ id: newId("evt"), project, type: `tempograph.execution.${what}`, source: `tempograph:workflow/${workflowId}` },
    ...{ subject: id, data, hops: hops + 1, fingerprint: "" },
    key: `execution:${id}:${what}${path === null ? "" : `:${path}`}`,
  });
}

const LOOP = {
  code: "EVENT_LOOP",
  message: `An execution of the workflow was the last in a chain of ${String(limits.MAX_EVENT_HOPS)} executions that started each other; its end started nothing.`,
  hint: "Check whether a workflow listens to its own end, or to that of one that it starts. Give its trigger a condition.",
};

/** Whether the project has a workflow with this id; if not, the id of one with this name or key. */
export async function findWorkflowToHear(
  db: Database,
  text: string,
): Promise<{ readonly known: boolean; readonly named: string | undefined }> {
  if (!isStorable(text)) return { known: false, named: undefined };
  const rows = await db
    .selectFrom("workflows")
    .select("id")
    .where((eb) => eb.or([eb("id", "=", text), eb("name", "=", text), eb("key", "=", text)]))
    .where("status", "<>", "deleted")
    .where(inProject(db, "workflows"))
    .limit(10)
    .execute();
  return { known: rows.some(({ id }) => id === text), named: rows[0]?.id };
}
