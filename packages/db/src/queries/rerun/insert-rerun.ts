import { sql } from "kysely";
import type { Seed } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { EVENTS_CHANNEL } from "../../notify/channels.ts";
import { notify } from "../../notify/notify.ts";
import { executionColumns } from "../executions/execution-columns.ts";
import type { ExecutionRecord } from "../executions/execution-record.ts";
import { storableJson } from "../mirror/storable-json.ts";

export interface RerunToInsert {
  readonly id: string;
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly eventId: string;
  readonly triggerId: string;
  readonly rerunOf: string;
  readonly rerunFrom: string | null;
  readonly seed: Seed | null;
}

export interface InsertedRerun {
  readonly execution: ExecutionRecord;
  /** False: it was there already, under the same id. */
  readonly isNew: boolean;
}

/** Writes a rerun as a pending execution and wakes the dispatchers, which start it. The id decides: the same one counts once. */
export async function insertRerun(db: Database, rerun: RerunToInsert): Promise<InsertedRerun> {
  return await db.transaction().execute(async (tx): Promise<InsertedRerun> => {
    const { rows } = await sql<{ id: string }>`
      insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, rerun_of, rerun_from, seed)
      values (${rerun.id}, ${rerun.workflowId}, ${rerun.workflowVersion}, ${rerun.eventId}, ${rerun.triggerId},
        ${rerun.rerunOf}, ${rerun.rerunFrom}, ${rerun.seed === null ? null : storableJson(rerun.seed)}::jsonb)
      on conflict (id) do nothing
      returning id`.execute(tx);
    const execution = await tx
      .selectFrom("executions")
      .select(executionColumns)
      .where("id", "=", rerun.id)
      .$castTo<ExecutionRecord>()
      .executeTakeFirstOrThrow();
    if (rows.length > 0) await notify(tx, EVENTS_CHANNEL, "start");
    return { execution, isNew: rows.length > 0 };
  });
}
