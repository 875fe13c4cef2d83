import { Migrator } from "kysely/migration";
import { applyAccess } from "../access/apply-access.ts";
import { ADMINISTRATION_MS } from "../connection/bounds.ts";
import { openDatabase } from "../connection/open-database.ts";
import { allMigrations } from "./all-migrations.ts";

/**
 * Brings the database's schema up to date: forward only, each call safe beside any number of others (they queue on an
 * advisory lock), nothing changed where one fails. Then gives the roles of the API and the workers their rights. Throws the
 * cause, with the name of the migration.
 */
export async function migrateToLatest(url: string): Promise<void> {
  const db = openDatabase(url, { max: 1, applicationName: "tempograph migrate", statementMs: ADMINISTRATION_MS });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...allMigrations }) } });
    const { error, results } = await migrator.migrateToLatest();
    if (error === undefined) return await applyAccess(db);
    const failed = results?.find(({ status }) => status === "Error");
    const place =
      failed === undefined ? "The schema could not be brought up to date" : `Migration ${failed.migrationName} failed`;
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(`${place}: ${reason}`, { cause: error });
  } finally {
    await db.destroy();
  }
}
