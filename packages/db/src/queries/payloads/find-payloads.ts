import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface StoredPayload {
  readonly hash: string;
  readonly data: Buffer;
  readonly compression: "none" | "zstd";
  readonly size: number;
}

/** Those that are there, in no order. */
export async function findPayloads(db: Database, hashes: readonly string[]): Promise<StoredPayload[]> {
  const { rows } = await sql<StoredPayload>`
    select hash, data, compression, size from payload_blobs where hash = any(${hashes}::text[])`.execute(db);
  return rows;
}

export interface PayloadReference {
  readonly executionId: string;
  readonly hash: string;
}

/** Which of the references are there: then the values are, too. */
export async function findPayloadReferences(
  db: Database,
  wanted: readonly PayloadReference[],
): Promise<PayloadReference[]> {
  const { rows } = await sql<PayloadReference>`
    select r.execution_id as "executionId", r.hash
      from unnest(${wanted.map((one) => one.executionId)}::text[], ${wanted.map((one) => one.hash)}::text[]) as w (e, h)
      join payload_references r on r.execution_id = w.e and r.hash = w.h`.execute(db);
  return rows;
}
