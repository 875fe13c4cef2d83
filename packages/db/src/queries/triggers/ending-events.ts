import { sql, type RawBuilder } from "kysely";
import { HEARD_AS, limits, triggerSource, type JsonObject } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { newId } from "../../id/new-id.ts";
import { inProject } from "../../projects/project-scope.ts";
import { insertEvents } from "../dispatch/ingest.ts";
import { isStorable, storableJson } from "../storable.ts";
import { failureIsWanted, noteFailures, noteIncidents } from "./told-failures.ts";
import { problemJson } from "./trigger-sql.ts";

interface Told {
  readonly id: string;
  readonly project: string;
  readonly workflowId: string;
  /** What listening triggers call the workflow: its key and its name, if one does. */
  readonly heardAs: readonly string[];
  readonly what: string;
  readonly data: JsonObject;
  /** The key of an incident's update, which is different for each incident of a step. */
  readonly update: string | null;
  readonly hops: number;
}

/** What became of a closed execution, for those that listen. */
const endingOf = sql`case x.status when 'completedWithErrors' then 'completed' else x.status end`;

/**
 * One row with what live triggers of the kind `workflow` call the workflow `w`, if one wants to know what happened to its execution `x`. A name counts only where it is no workflow's id or key. `graph/src/triggers/workflow.ts` decides by the same rule what a trigger hears.
 */
const listeners = (what: RawBuilder<unknown>) => sql`(
  select array_remove(array_agg(distinct t.config->>'workflow'), w.id) as names from workflow_triggers t
  where t.project = x.project and t.kind = 'workflow' and t.status = 'active'
    and t.config->>'workflow' in (w.id, w.key, w.name)
    and (t.config->>'workflow' = w.id or w.status <> 'deleted' and (t.config->>'workflow' = w.key or not exists (
      select from workflows o where o.project = w.project and (o.id = w.name or o.key = w.name and o.status <> 'deleted'))))
    and jsonb_exists_any(coalesce(t.config->'on', '"completed"'), array['any', ${what}]
      || case when ${what} in ('timedOut', 'terminated') then array['failed'] else '{}' end)
  having count(*) > 0)`;

const source = sql`from executions x join workflows w on w.id = x.workflow_id`;

/** Whether somebody listens to the end of one of these executions. */
export const endIsHeard = (ids: readonly string[]) =>
  sql`(exists (select ${source} cross join lateral ${listeners(endingOf)} l where x.id = any(${ids}::text[])) or ${failureIsWanted(ids)})`;

/**
 * Stores an event for each closed execution to whose end a live trigger listens, and notes the failures that triggers of the kind `failures` tell: once,
 * in the transaction that writes the close (I1).
 */
export async function storeEndEvents(trx: Database, ids: readonly string[]): Promise<void> {
  await noteFailures(trx, ids);
  await storeEvents(
    trx,
    sql`select ${about}, ${endingOf} as what, null as update,
      ${common} || jsonb_build_object('output', x.output, 'failure', x.failure, 'endedAt', x.closed_at) as data
    ${source} left join events e on e.id = x.event_id cross join lateral ${listeners(endingOf)} l
    where x.id = any(${ids}::text[]) order by x.id`,
  );
}

/** A step has come to wait for a person, because it failed. */
export interface ToldIncident {
  readonly execution_id: string;
  readonly path: string | null;
  /** The key of the update that tells it. */
  readonly key: string;
  readonly failure: unknown;
}

/** Stores an event for each incident, if a live trigger listens. A step that a person retries, and that fails again, has another one. */
export async function storeIncidentEvents(trx: Database, incidents: readonly ToldIncident[]): Promise<void> {
  if (incidents.length === 0) return;
  await noteIncidents(trx, incidents);
  const incident = sql`'incident'`;
  await storeEvents(
    trx,
    sql`select ${about}, 'incident' as what, i.key as update,
      ${common} || jsonb_build_object('step', i.path, 'failure', i.failure) as data
    ${source} left join events e on e.id = x.event_id
    join json_to_recordset(${storableJson(incidents)}::json) as i(execution_id text, path text, key text, failure jsonb) on i.execution_id = x.id
    cross join lateral ${listeners(incident)} l order by x.id, i.key`,
  );
}

const about = sql`x.id, x.project, x.workflow_id as "workflowId", coalesce(e.hops, 0) as hops, l.names as "heardAs"`;
const common = sql`jsonb_build_object('executionId', x.id, 'workflowId', x.workflow_id, 'workflowName', w.name,
  'workflowVersion', x.workflow_version, 'status', x.status, 'startedAt', x.started_at, ${HEARD_AS}::text, l.names)`;

async function storeEvents(trx: Database, query: RawBuilder<Told>): Promise<void> {
  const { rows } = await query.execute(trx);
  const isLast = ({ hops }: Told) => hops >= limits.MAX_EVENT_HOPS;
  const within = rows.filter((row) => !isLast(row));
  if (within.length > 0) await insertEvents(trx, within.map(eventRow));
  for (const told of rows.filter(isLast))
    await sql`update workflow_triggers set problem = ${problemJson(LOOP)}
      where project = ${told.project} and config->>'workflow' = any(${[told.workflowId, ...told.heardAs]}::text[])
        and kind = 'workflow' and status = 'active'`.execute(trx);
}

function eventRow({ id, project, workflowId, what, update, data, hops }: Told): string {
  return JSON.stringify({
    ...{
      id: newId("evt"),
      project,
      type: `tempograph.execution.${what}`,
      source: triggerSource("workflow", workflowId),
    },
    ...{ subject: id, data, hops: hops + 1, fingerprint: "" },
    key: `execution:${id}:${what}${update === null ? "" : `:${update}`}`,
  });
}

const LOOP = {
  code: "EVENT_LOOP",
  message: `An execution of the workflow was the last in a chain of ${String(limits.MAX_EVENT_HOPS)} executions that started each other; its end started nothing.`,
  hint: "Check whether a workflow listens to its own end, or to that of one that it starts. Give its trigger a condition.",
};

/** The workflows of the project that a trigger of the kind `workflow` means by this text: by id, else by key, else by name. */
export async function findWorkflowsToHear(
  db: Database,
  text: string,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  if (!isStorable(text)) return [];
  const rows = await db
    .selectFrom("workflows")
    .select(["id", "name", "key"])
    .where((eb) => eb.or([eb("id", "=", text), eb("name", "=", text), eb("key", "=", text)]))
    .where("status", "<>", "deleted")
    .where(inProject(db, "workflows"))
    .limit(10)
    .execute();
  const exact = rows.find(({ id }) => id === text) ?? rows.find(({ key }) => key === text);
  return exact === undefined ? rows : [exact];
}

/**
 * The names of workflows through which an end of `heard` leads to a start of `own`, by live triggers of the kind `workflow`: from the one
 * that is heard to the one that listens to itself in the end. Null if it does not.
 */
export async function findListeningCircle(db: Database, own: string, heard: string): Promise<readonly string[] | null> {
  const { rows } = await sql<{ names: string[] }>`
    with recursive chain (id, ids, names) as (
      select w.id, array[w.id], array[w.name] from workflows w where w.id = ${heard}
      union all
      select o.id, c.ids || o.id, c.names || o.name
        from chain c
        join workflow_triggers t on t.workflow_id = c.id and t.kind = 'workflow' and t.status <> 'ended'
        join workflows o on o.project = t.project and o.status <> 'deleted' and t.config->>'workflow' in (o.id, o.key, o.name)
       where c.id <> ${own} and not o.id = any(c.ids) and cardinality(c.ids) < 10
    )
    select names from chain where id = ${own} order by cardinality(names) limit 1`.execute(db);
  return rows[0]?.names ?? null;
}
