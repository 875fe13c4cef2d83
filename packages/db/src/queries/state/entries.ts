import type { Json, StateKind } from "@tempograph/graph";
import { sql } from "kysely";
import { jsonb } from "../../connection/jsonb.ts";
import type { Database } from "../../connection/open-database.ts";

/** Where an entry is. `workflowId` is empty for an entry of the project itself. */
export interface StatePlace {
  readonly project: string;
  readonly workflowId: string;
  readonly key: string;
}

export interface LockedEntry {
  readonly id: number;
  readonly kind: StateKind;
  readonly value: Json;
  readonly members: number;
  readonly bytes: number;
  readonly revision: number;
  /** Whether the value has expired, or some member of the set. */
  readonly expired: boolean;
}

/** Locks an entry until the transaction ends, whether it has expired or not. */
export async function lockStateEntry(trx: Database, place: StatePlace): Promise<LockedEntry | undefined> {
  const { project, workflowId, key } = place;
  const { rows } = await sql<LockedEntry>`
    select id, kind, value, members, bytes, revision, coalesce(expires_at <= clock_timestamp(), false) as expired
      from state_entries where project = ${project} and workflow_id = ${workflowId} and key = ${key} for update`.execute(
    trx,
  );
  return rows[0];
}

/** Makes an empty entry; undefined where somebody else has made it meanwhile. */
export async function insertStateEntry(
  trx: Database,
  { project, workflowId, key }: StatePlace,
  kind: StateKind,
  by: string,
): Promise<LockedEntry | undefined> {
  const row = await trx
    .insertInto("state_entries")
    .values({ project, workflow_id: workflowId, key, kind, value: null, updated_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .returning(["id", "kind", "value", "members", "bytes", "revision"])
    .executeTakeFirst();
  return row && { ...row, expired: false };
}

/**
 * Writes the value of a locked entry. `ttlMs` counts from now; null: it stays; undefined: the time to live that the entry has goes on. A
 * set loses its members.
 */
export async function writeStateValue(
  trx: Database,
  { id, kind }: Pick<LockedEntry, "id" | "kind">,
  {
    value,
    bytes,
    ttlMs,
    by,
  }: { readonly value: Json; readonly bytes: number; readonly ttlMs: number | null | undefined; readonly by: string },
): Promise<void> {
  if (kind === "set") await trx.deleteFrom("state_members").where("entry_id", "=", id).execute();
  const expiresAt = sql`${ttlMs ?? null}::float8 * interval '1 ms' + clock_timestamp()`;
  await sql`
    update state_entries set kind = 'value', value = ${jsonb(value)}::jsonb, bytes = ${bytes}, members = 0,
      expires_at = ${ttlMs === undefined ? sql.ref("expires_at") : expiresAt},
      revision = revision + 1, updated_at = clock_timestamp(), updated_by = ${by}
     where id = ${id}`.execute(trx);
}

export async function deleteStateEntry(trx: Database, id: number): Promise<void> {
  await trx.deleteFrom("state_entries").where("id", "=", id).execute();
}

export interface StateUsage {
  /** Entries of the workflow, or of the project itself. */
  readonly ownEntries: number;
  /** Entries of the project and all of its workflows. */
  readonly entries: number;
  readonly bytes: number;
}

/** What a project uses. Its cost grows with the number of entries, so it is asked for only where something is added. */
export async function readStateUsage(db: Database, { project, workflowId }: StatePlace): Promise<StateUsage> {
  const { rows } = await sql<StateUsage>`
    select count(*) filter (where workflow_id = ${workflowId}) as "ownEntries", count(*) as entries,
      coalesce(sum(bytes), 0)::bigint as bytes
      from state_entries where project = ${project}`.execute(db);
  return rows[0]!;
}
