import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

/** A value for the blob table, and the execution whose history is about to name it. */
export interface NewPayload {
  readonly executionId: string;
  /** SHA-256 of the value before compression, in hex. */
  readonly hash: string;
  readonly data: Uint8Array;
  readonly compression: "none" | "zstd";
  /** Bytes before compression. */
  readonly size: number;
}

/**
 * Stores values and who refers to them, in one statement: a blob is never without the reference that keeps it. What is
 * there already only gets the reference. In order of hashes, so that two that store the same do not wait in a circle.
 */
export async function insertPayloads(db: Database, payloads: readonly NewPayload[]): Promise<void> {
  if (payloads.length === 0) return;
  const byHash = new Map(payloads.map((payload) => [payload.hash, payload]));
  const blobs = [...byHash.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const owners = payloads.map(({ executionId, hash }) => sql`(${executionId}, ${hash})`);
  await sql`with blobs as (
      insert into payload_blobs (hash, data, compression, size)
      values ${sql.join(blobs.map(({ hash, data, compression, size }) => sql`(${hash}, ${data}, ${compression}, ${size}::integer)`))}
      -- Locks the row against the sweep even where nothing changes.
      on conflict (hash) do update set last_used_at = now())
    insert into payload_references (execution_id, hash)
    select o.execution_id, o.hash from (values ${sql.join(owners)}) as o (execution_id, hash) order by o.hash, o.execution_id
    on conflict do nothing`.execute(db);
}
