import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PastEvent } from "./find-past-events.ts";

/** The event that a step took, also one that came while it waited. */
export async function findTakenEvent(db: Database, executionId: string, key: string): Promise<PastEvent | undefined> {
  const { rows } = await sql<PastEvent>`
    select e.id, e.seq, e.type, e.source, e.subject, e.time, e.data
    from event_takes t join events e on e.id = t.event_id
    where t.execution_id = ${executionId} and t.key = ${key} order by e.seq limit 1`.execute(db);
  return rows[0];
}
