import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";

/** What is newer than this is counted anew each time, because a transaction may still be writing beside it. */
const SETTLED_MS = 10_000;
/** How far the count that is kept may be behind. */
const KEPT_EVERY_MS = 30_000;

interface Counted {
  readonly bytes: string;
  readonly seq: string;
  readonly at: Date | null;
  readonly isOld: boolean;
  readonly settled: Date;
}

interface New {
  readonly bytes: string;
  /** The part of it that is settled. */
  readonly settledBytes: string;
}

/**
 * The bytes that a project has stored in events, their files and payloads, as Postgres keeps them. A payload counts for each execution that refers
 * to it. The count up to some seconds ago is kept with the project, so only what is newer is read; the first call reads everything.
 * Rows that are counted are never deleted today. Whoever deletes them sets `counted_bytes`, `counted_seq` and `counted_at` back.
 */
export async function countStoredBytes(db: Database, project: string): Promise<number> {
  const { rows } = await sql<Counted>`
    select counted_bytes as bytes, counted_seq as seq, counted_at as at, now() - ${SETTLED_MS} * interval '1 ms' as settled,
      counted_at is null or counted_at < now() - ${KEPT_EVERY_MS} * interval '1 ms' as "isOld"
      from projects where id = ${project}`.execute(db);
  const [counted] = rows;
  if (counted === undefined) return 0;
  const { at, settled } = counted;
  const events = await sql<New & { readonly seq: string | null }>`
    select coalesce(sum(bytes), 0) as bytes, coalesce(sum(bytes) filter (where is_settled), 0) as "settledBytes",
      max(seq) filter (where is_settled) as seq
      from (select seq, pg_column_size(data) as bytes, received_at <= ${settled} as is_settled
              from events where project = ${project} and seq > ${counted.seq}) as e`.execute(db);
  const payloads = await sql<New>`
    select coalesce(sum(bytes), 0) as bytes, coalesce(sum(bytes) filter (where is_settled), 0) as "settledBytes"
      from (select pg_column_size(b.data) as bytes, r.created_at <= ${settled} as is_settled
              from payload_references r
              join executions e on e.id = r.execution_id
              join payload_blobs b on b.hash = r.hash
             where r.created_at > ${at ?? "-infinity"}::timestamptz and e.project = ${project}) as r`.execute(db);
  const files = await sql<{ readonly bytes: string }>`
    select coalesce(sum(size), 0) as bytes from event_files where project = ${project}`.execute(db);
  const [newEvents, newPayloads] = [events.rows[0]!, payloads.rows[0]!];
  if (counted.isOld)
    // Another process that has counted meanwhile has moved `counted_at`; then its count stands.
    await sql`
      update projects set counted_bytes = counted_bytes + ${newEvents.settledBytes}::bigint + ${newPayloads.settledBytes}::bigint,
        counted_seq = ${newEvents.seq ?? counted.seq}, counted_at = ${settled}
       where id = ${project} and counted_at is not distinct from ${at}`.execute(db);
  return Number(counted.bytes) + Number(newEvents.bytes) + Number(newPayloads.bytes) + Number(files.rows[0]!.bytes);
}
