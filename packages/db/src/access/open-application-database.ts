import { sql } from "kysely";
import { poolOf } from "../connection/opened-pool.ts";
import { openDatabase, type Database, type OpenDatabaseOptions } from "../connection/open-database.ts";
import { allMigrations } from "../migrations/all-migrations.ts";
import { migrateToLatest } from "../migrations/migrate-to-latest.ts";
import { API_ROLE, WORKER_ROLE } from "./row-access.ts";

export interface ApplicationDatabaseOptions extends Omit<OpenDatabaseOptions, "role"> {
  /** Which part of Tempograph connects. */
  readonly part: "api" | "worker";
  /** The database as its owner reaches it, for migrations. Default: the URL itself. */
  readonly migrationUrl?: string | undefined;
}

export interface ApplicationDatabase {
  readonly db: Database;
  /**
   * Undefined where Postgres itself keeps projects apart. Otherwise only the conditions of our queries do: what an
   * administrator runs, once, so that Postgres does it too.
   */
  readonly sqlForAdministrator: string | undefined;
}

/**
 * Brings the schema up to date as the owner of the database, then opens it in the role of the API or of a worker, which row-level
 * security binds. Where the URL is that of the owner, its connections take the role on.
 */
export async function openApplicationDatabase(
  url: string,
  { part, migrationUrl, ...options }: ApplicationDatabaseOptions,
): Promise<ApplicationDatabase> {
  const role = part === "api" ? API_ROLE : WORKER_ROLE;
  const stands = await lookAtRole(url, role);
  // A login role of its own cannot migrate: somebody else has to have done it.
  if (migrationUrl !== undefined || !stands.isRole) await migrateToLatest(migrationUrl ?? url);
  const { isRole, canTakeRole, missing } = await lookAtRole(url, role);
  if (isRole && missing.length > 0)
    throw new Error(
      `The database lacks the migrations ${missing.join(", ")}, and ${role} may not apply them. ` +
        "Set TEMPOGRAPH_MIGRATION_DATABASE_URL to the URL of the database's owner.",
    );
  const db = openDatabase(url, { ...options, ...(!isRole && canTakeRole && { role }) });
  return { db, sqlForAdministrator: isRole || canTakeRole ? undefined : SQL_FOR_ADMINISTRATOR };
}

const SQL_FOR_ADMINISTRATOR = [
  `create role ${API_ROLE} login password '<a password>';`,
  `create role ${WORKER_ROLE} login password '<another password>';`,
  `grant ${API_ROLE}, ${WORKER_ROLE} to <the owner of the database>;`,
].join("\n");

/** How a user of the database stands to one of the roles. A user that may take the role on loses nothing by it but rights. */
async function lookAtRole(url: string, role: string) {
  const db = openDatabase(url, { max: 1, applicationName: "tempograph start" });
  try {
    const { rows } = await sql<{ isRole: boolean; canTakeRole: boolean; hasMigrations: boolean; hasAccess: boolean }>`
      select current_user = ${role} as "isRole",
        exists (select from pg_roles where rolname = ${role} and pg_has_role(current_user, oid,
          case when current_setting('server_version_num')::integer >= 160000 then 'SET' else 'MEMBER' end)) as "canTakeRole",
        coalesce(has_table_privilege(to_regclass('kysely_migration'), 'select'), false) as "hasMigrations",
        to_regclass('projects') is not null and exists (
          select from pg_policies where tablename = 'executions' and policyname = 'of_project') as "hasAccess"`.execute(
      db,
    );
    const { isRole, canTakeRole, hasMigrations, hasAccess } = rows[0]!;
    const applied =
      isRole && hasMigrations ? await sql<{ name: string }>`select name from kysely_migration`.execute(db) : undefined;
    const names = new Set(applied?.rows.map(({ name }) => name));
    return {
      isRole,
      canTakeRole: canTakeRole && hasAccess && poolOf(db).keepsSettings,
      missing: isRole ? Object.keys(allMigrations).filter((name) => !names.has(name)) : [],
    };
  } finally {
    await db.destroy();
  }
}
