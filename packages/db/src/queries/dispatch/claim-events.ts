import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

export interface ClaimedEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject: string | null;
  readonly time: Date;
  readonly data: Json;
  readonly received_at: Date;
  /** Of the trigger set, at the moment of the claim. */
  readonly trigger_set_version: number;
}

/**
 * The oldest events that nobody has dispatched, locked until the transaction ends: other dispatchers pass them by,
 * and a dispatcher that dies gives them back.
 */
export async function claimEvents(trx: Database, limit: number): Promise<readonly ClaimedEvent[]> {
  const { rows } = await sql<ClaimedEvent>`
    select id, type, source, subject, time, data, received_at, (select version from trigger_set) as trigger_set_version
    from events where dispatched_at is null
    order by seq limit ${limit} for update skip locked`.execute(trx);
  return rows;
}
