import type { Database } from "../../connection/open-database.ts";

export interface KeyedEvent {
  readonly id: string;
  readonly fingerprint: string;
}

/** The events that were stored under these idempotency keys. */
export async function findEventsByKey(db: Database, keys: readonly string[]): Promise<ReadonlyMap<string, KeyedEvent>> {
  const rows = await db
    .selectFrom("events")
    .select(["id", "fingerprint", "idempotency_key"])
    .where("idempotency_key", "in", keys)
    .execute();
  return new Map(rows.map((row) => [row.idempotency_key ?? "", { id: row.id, fingerprint: row.fingerprint }]));
}
