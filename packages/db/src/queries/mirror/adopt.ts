import type { EventData } from "@tempograph/graph";
import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { tellStatus } from "./tell-status.ts";

/** An execution as its start on Temporal tells it. */
export interface FoundExecution {
  readonly executionId: string;
  readonly runId: string;
  readonly firstRunId: string;
  readonly workflowId: string;
  readonly version: number;
  readonly definitionHash: string;
  readonly event: EventData;
  readonly triggerId: string;
  /** In milliseconds since the epoch. */
  readonly startedAt: number;
}

/** `known`: it has a row, or gets one, because its event waits for the dispatcher. `noVersion`: its version is not in this database. */
export type Adoption = "adopted" | "known" | "noVersion";

/** In the place of the fingerprint of an event whose row was made from an execution: what its sender sent beside it is not known. */
const ADOPTED = "adopted";

/**
 * Makes the rows of an execution that Temporal has and Postgres does not, because Postgres was restored from an older copy: also that of its
 * event, if it is missing. The mirror then writes it as any other. Its event has the outcome of this execution and of no other.
 */
export async function adoptExecution(db: Database, found: FoundExecution): Promise<Adoption> {
  const { executionId, runId, firstRunId, workflowId, version, event } = found;
  return await db.transaction().execute(async (tx) => {
    const { rows: versions } = await sql<{ project: string }>`
      select w.project from workflows w join workflow_versions v on v.workflow_id = w.id
       where w.id = ${workflowId} and v.version = ${version} and v.definition_hash = ${found.definitionHash}`.execute(
      tx,
    );
    const project = versions[0]?.project;
    if (project === undefined) return "noVersion";
    await sql`
      insert into events (id, project, type, source, subject, time, data, fingerprint, dispatched_at, matched, concerned, filtered)
      values (${event.id}, ${project}, ${event.type}, ${event.source}, ${event.subject ?? null}, ${event.time}, ${jsonb(event.data)}::jsonb,
        ${ADOPTED}, clock_timestamp(), 0, 0, 0)
      on conflict do nothing`.execute(tx);
    const { rows } = await sql`
      insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, status, run_id, first_run_id, started_at, update_seq)
      select ${executionId}, e.project, ${workflowId}, ${version}, e.id, ${found.triggerId}, 'running', ${runId}, ${firstRunId},
        to_timestamp(${found.startedAt}::float8 / 1000), 1
        from events e where e.id = ${event.id} and e.project = ${project} and e.fingerprint = ${ADOPTED}
      on conflict do nothing returning id`.execute(tx);
    if (rows.length === 0) return "known";
    await sql`update events set matched = matched + 1, concerned = concerned + 1 where id = ${event.id}`.execute(tx);
    await tellStatus(tx, executionId, 1, "adopted", { status: "running", runId });
    return "adopted";
  });
}
