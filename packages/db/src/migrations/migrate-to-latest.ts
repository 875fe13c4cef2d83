import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import { applyAccess } from "../access/apply-access.ts";
import { ADMINISTRATION_MS } from "../connection/bounds.ts";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { allMigrations } from "./all-migrations.ts";

/**
 * Brings the database's schema up to date: forward only, each call safe beside any number of others (they queue on an
 * advisory lock), nothing changed where one fails. Then gives the roles of the API and the workers their rights. Throws the
 * cause, with the name of the migration. A schema that a newer release has made is left as it is: it serves this release, too (decision 0070),
 * so that a process of the former release can start again during an upgrade.
 */
export async function migrateToLatest(url: string): Promise<void> {
  const db = openDatabase(url, { max: 1, applicationName: "tempograph migrate", statementMs: ADMINISTRATION_MS });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...allMigrations }) } });
    const { error, results } = await migrator.migrateToLatest();
    if (error === undefined) return await applyAccess(db);
    if (await isOfNewerRelease(db)) return;
    const failed = results?.find(({ status }) => status === "Error");
    const place =
      failed === undefined ? "The schema could not be brought up to date" : `Migration ${failed.migrationName} failed`;
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(`${place}: ${reason}`, { cause: error });
  } finally {
    await db.destroy();
  }
}

/** Whether all our migrations are applied, and others besides. */
async function isOfNewerRelease(db: Database): Promise<boolean> {
  const { rows: tables } = await sql<{
    known: boolean;
  }>`select to_regclass('kysely_migration') is not null as known`.execute(db);
  if (tables[0]?.known !== true) return false;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const applied = new Set(rows.map(({ name }) => name));
  const ours = Object.keys(allMigrations);
  return applied.size > ours.length && ours.every((name) => applied.has(name));
}
