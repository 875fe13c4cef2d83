import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";

/** A public key with which an API process signs operations: Ed25519, 32 bytes in hex. */
export interface PublicSigningKey {
  readonly id: string;
  readonly publicKey: string;
}

/**
 * Makes these the keys whose signatures executions accept that start from now on. Other keys are retired: all API processes have the
 * same keys, so a key that is missing here was taken out. Returns the ids under which another public key stands already.
 */
export async function writeSigningKeys(db: Database, keys: readonly PublicSigningKey[]): Promise<readonly string[]> {
  return await db.transaction().execute(async (trx) => {
    await trx
      .insertInto("signing_keys")
      .values(keys.map(({ id, publicKey }) => ({ id, public_key: publicKey })))
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
    const ids = keys.map(({ id }) => id);
    await trx
      .updateTable("signing_keys")
      .set({ retired_at: sql`case when id = any(${ids}::text[]) then null else now() end` })
      .where(sql<boolean>`(retired_at is null) <> (id = any(${ids}::text[]))`)
      .execute();
    const stored = new Map((await listSigningKeys(trx)).map(({ id, publicKey }) => [id, publicKey]));
    return keys.filter(({ id, publicKey }) => stored.get(id) !== publicKey).map(({ id }) => id);
  });
}

/** The keys whose signatures executions accept that start now. With `retired` also those of executions that started earlier. */
export async function listSigningKeys(
  db: Database,
  { retired = false }: { readonly retired?: boolean } = {},
): Promise<PublicSigningKey[]> {
  return await db
    .selectFrom("signing_keys")
    .select(["id", "public_key as publicKey"])
    .$if(!retired, (query) => query.where("retired_at", "is", null))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}
