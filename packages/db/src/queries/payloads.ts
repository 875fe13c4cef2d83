import { sql, type RawBuilder } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { projectOf } from "../projects/project-scope.ts";

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

export interface StoredPayload {
  readonly hash: string;
  readonly data: Buffer;
  readonly compression: "none" | "zstd";
  readonly size: number;
}

/** Those that are there, in no order. */
export async function findPayloads(db: Database, hashes: readonly string[]): Promise<StoredPayload[]> {
  const { rows } = await sql<StoredPayload>`
    select b.hash, b.data, b.compression, b.size from payload_blobs b
     where b.hash = any(${hashes}::text[]) and ${payloadInProject(db)}`.execute(db);
  return rows;
}

/** A value belongs to the projects whose executions refer to it: its hash alone opens it to nobody (I13). */
function payloadInProject(db: Database): RawBuilder<boolean> {
  const project = projectOf(db);
  if (project === undefined) return sql<boolean>`true`;
  return sql<boolean>`exists (select from payload_references r join executions e on e.id = r.execution_id
    where r.hash = b.hash and e.project = ${project})`;
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

/** An execution's history and its mirror are gone: nothing of it keeps a value any longer. */
export async function releasePayloads(db: Database, executionIds: readonly string[]): Promise<void> {
  await sql`delete from payload_references where execution_id = any(${executionIds}::text[])`.execute(db);
}

export interface SweepPayloadsOptions {
  /** How long a value stays that nothing needs: a node's that ran by itself, one of an execution that is gone. */
  readonly retentionMs: number;
  /** Values removed at most. */
  readonly limit: number;
}

/**
 * Removes values that no execution refers to; returns how many. Whatever has a row in `executions` keeps its values, open
 * or closed. A value that is referred to while this runs stays: its row is locked by then, or the foreign key refuses,
 * and this call removes nothing.
 */
export async function sweepPayloads(db: Database, { retentionMs, limit }: SweepPayloadsOptions): Promise<number> {
  await sql`delete from payload_references r
     where r.created_at < now() - ${retentionMs} * interval '1 ms'
       and not exists (select from executions e where e.id = r.execution_id)`.execute(db);
  const { numAffectedRows } = await sql`
    delete from payload_blobs b using (
      select hash from payload_blobs u
       where u.last_used_at < now() - ${retentionMs} * interval '1 ms'
         and not exists (select from payload_references r where r.hash = u.hash)
       order by hash limit ${limit} for update skip locked) as unused
     where b.hash = unused.hash`.execute(db);
  return Number(numAffectedRows ?? 0);
}
