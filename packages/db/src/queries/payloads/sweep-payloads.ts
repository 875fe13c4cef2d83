import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

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
