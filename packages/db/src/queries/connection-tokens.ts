import { sql } from "kysely";
import type { ConnectionPlace, SealedSecrets } from "../connections/sealed-secrets.ts";
import type { Database } from "../connection/open-database.ts";

/** What a connection has obtained, still encrypted. */
export async function readConnectionTokens(db: Database, { id }: ConnectionPlace): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom("connection_tokens")
    .select("sealed")
    .where("connection_id", "=", id)
    .executeTakeFirst();
  return row?.sealed ?? undefined;
}

/**
 * The same, locked until the transaction ends: whoever else locks it waits. Where somebody else holds the lock for longer than
 * `waitMs`, Postgres answers `lock_not_available`.
 */
export async function lockConnectionTokens(
  trx: Database,
  { project, id }: ConnectionPlace,
  waitMs: number,
): Promise<Buffer | undefined> {
  await sql`select set_config('lock_timeout', ${String(waitMs)}, true)`.execute(trx);
  const row = await trx
    .insertInto("connection_tokens")
    .values({ connection_id: id, project })
    .onConflict((conflict) => conflict.column("connection_id").doUpdateSet({ project }))
    .returning("sealed")
    .executeTakeFirstOrThrow();
  return row.sealed ?? undefined;
}

/** Whether the connection's fields are those that were read: they are encrypted anew whenever they are written. */
export async function hasSameFields(
  db: Database,
  { project, id, secrets }: ConnectionPlace & Pick<SealedSecrets, "secrets">,
): Promise<boolean> {
  const row = await db
    .selectFrom("connections")
    .select("id")
    .where("project", "=", project)
    .where("id", "=", id)
    .where("secrets", "=", secrets)
    .executeTakeFirst();
  return row !== undefined;
}

/** Stores what was obtained, or for which problem nothing was. A problem leaves what was stored before. */
export async function storeConnectionTokens(
  db: Database,
  { project, id }: ConnectionPlace,
  value: { readonly sealed: Buffer; readonly problem: null } | { readonly problem: string },
): Promise<void> {
  const changed = { ...value, changed_at: sql<Date>`now()` };
  await db
    .insertInto("connection_tokens")
    .values({ connection_id: id, project, ...value })
    .onConflict((conflict) => conflict.column("connection_id").doUpdateSet(changed))
    .execute();
}
