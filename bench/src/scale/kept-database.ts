import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrateToLatest, openDatabase, type Database } from "@tempograph/db";
import { startPostgres, type LocalPostgres } from "@tempograph/local-stack";
import { sql } from "kysely";
import { fillStatements, type Sizes } from "./fill-statements.ts";

const FILL_MS = 2 * 60 * 60_000;

/**
 * Starts a Postgres whose database holds as much as `sizes` says. It is filled once and kept in a folder of `cacheDir`, whose name depends
 * on the statements that fill it. Later migrations are applied to what is kept. A fill that was interrupted begins again.
 */
export async function startKeptDatabase(options: {
  readonly cacheDir: string;
  readonly sizes: Sizes;
  readonly say: (line: string) => void;
}): Promise<{ readonly postgres: LocalPostgres; readonly dataDir: string }> {
  const { cacheDir, sizes, say } = options;
  const statements = fillStatements(sizes);
  const key = createHash("sha256").update(JSON.stringify(statements)).digest("hex").slice(0, 16);
  const dataDir = join(cacheDir, `scale-${key}`);
  const filled = join(dataDir, "filled.json");
  const postgres = await startPostgres({
    ...{ dataDir, databaseUrl: "", onProgress: say },
    // Enough for an index of 30 million rows without a file per gigabyte of log.
    settings: { max_wal_size: "8GB", checkpoint_timeout: "30min" },
  });
  try {
    if (!existsSync(filled)) {
      await fillDatabase(postgres.url, statements, say);
      writeFileSync(filled, `${JSON.stringify(sizes)}\n`);
    } else say(`The database is kept from before: ${readFileSync(filled, "utf8").trim()}`);
    return { postgres, dataDir };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Empties a database, migrates it and fills it. The user has to be a superuser, because triggers and foreign keys are not asked. */
export async function fillDatabase(
  url: string,
  statements: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  await withDatabase(url, async (db) => {
    await sql`drop schema public cascade`.execute(db);
    await sql`create schema public`.execute(db);
  });
  await migrateToLatest(url);
  await withDatabase(url, async (db) => {
    await sql`set session_replication_role = replica`.execute(db);
    await sql`set synchronous_commit = off`.execute(db);
    for (const statement of statements) {
      const startedAt = performance.now();
      await sql.raw(statement).execute(db);
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      say(`${/^(?:insert into|update) (\w+)/.exec(statement)?.[1] ?? statement}: ${seconds} s`);
    }
    await sql`vacuum (analyze)`.execute(db);
  });
}

/** Settings of a session hold on one connection only. */
async function withDatabase(url: string, work: (db: Database) => Promise<void>): Promise<void> {
  // A statement that fills a table, or vacuums all of them, takes minutes.
  const db = openDatabase(url, { applicationName: "tempograph bench", max: 1, statementMs: FILL_MS });
  try {
    await work(db);
  } finally {
    await db.destroy();
  }
}
