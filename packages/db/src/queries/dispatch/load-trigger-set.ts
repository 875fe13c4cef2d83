import { sql } from "kysely";
import type { Trigger } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

export interface TriggerSet {
  readonly version: number;
  readonly workflows: readonly LiveTriggers[];
}

/** The triggers of the version that new events start. */
export interface LiveTriggers {
  readonly id: string;
  /** As published, not as the draft calls it now (I8). */
  readonly name: string;
  readonly version: number;
  readonly triggers: readonly Trigger[];
}

/** Which triggers are live, and the version of that set: one statement, so that the two belong together. */
export async function loadTriggerSet(db: Database): Promise<TriggerSet> {
  const { rows } = await sql<{ set_version: number } & (LiveTriggers | { id: null })>`
    select s.version as set_version, w.id, w.published_version as version, v.triggers,
      v.definition->'workflow'->>'name' as name
    from trigger_set s
    left join (workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.published_version)
      on w.status = 'active'
    order by w.id`.execute(db);
  const workflows = rows
    .filter((row) => row.id !== null)
    .map(({ id, name, version, triggers }) => ({ id, name, version, triggers }));
  return { version: rows[0]?.set_version ?? 0, workflows };
}
