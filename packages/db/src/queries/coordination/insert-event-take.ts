import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface EventTake {
  readonly executionId: string;
  /** Without rounds. */
  readonly nodePath: string;
  readonly eventId: string;
  /** Idempotency key of the step that took it. */
  readonly key: string;
}

/** Notes that a wait took an event, so that another attempt of the same step finds the same one. */
export async function insertEventTake(trx: Database, take: EventTake): Promise<void> {
  await sql`insert into event_takes (execution_id, node_path, event_id, key)
    values (${take.executionId}, ${take.nodePath}, ${take.eventId}, ${take.key}) on conflict do nothing`.execute(trx);
}
