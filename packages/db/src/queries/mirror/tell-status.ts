import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";
import { notifyUpdates } from "../../notify/notify.ts";

/** What the sweep tells subscribers of an execution that has not ended. The key has the number of the update, because each may happen more than once. */
export async function tellStatus(
  tx: Database,
  executionId: string,
  seq: number,
  what: "missing" | "lost" | "found" | "taskFails" | "goesOn" | "reconciled" | "adopted",
  body: object,
): Promise<void> {
  await sql`insert into execution_updates (execution_id, seq, key, kind, body, at)
    values (${executionId}, ${seq}, ${`${what}:${seq}`}, 'status', ${jsonb(body)}::jsonb, now())`.execute(tx);
  await notifyUpdates(tx, [executionId]);
}
