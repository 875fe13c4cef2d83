import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { accessStatements } from "./access-statements.ts";
import { API_ROLE, WORKER_ROLE } from "./row-access.ts";

/** Any number, the same in all processes: one of them applies it at a time, in any database of the server. */
const ACCESS = 7_304_775;
/** The owner may not make roles; another process was faster (roles are shared by all databases of a server). */
const PASSED_OVER: ReadonlySet<string> = new Set(["42501", "42710", "23505"]);

/**
 * Gives the roles of the API and of the workers their rights and their rows, after the migrations and by the owner of the tables.
 * Makes the roles where they are missing. Where the owner may not do that, nothing is changed; once an administrator has made
 * them, the next start goes on here. Changes nothing where nothing has changed, so that tables are not locked at each start.
 */
export async function applyAccess(db: Database): Promise<void> {
  if (!(await makeRoles(db))) return;
  const groups = accessStatements();
  const mark = `access ${createHash("sha256").update(groups.join(";")).digest("hex").slice(0, 32)}`;
  await forgetLostRights(db);
  // A policy locks its table against everybody. One table at a time, so that no process that uses several waits in a circle with us.
  for (const statements of [...groups, [`comment on table projects is '${mark}'`]]) {
    const isNew = await db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${ACCESS})`.execute(trx);
      const { rows } = await sql<{ mark: string | null }>`
        select obj_description('projects'::regclass, 'pg_class') as mark`.execute(trx);
      if (rows[0]?.mark === mark) return false;
      for (const statement of statements) await sql.raw(statement).execute(trx);
      return true;
    });
    if (!isNew) return;
  }
}

/**
 * Takes the mark away where it is not true: `pg_restore` brings it along, but neither the policies nor the rights of roles that the server
 * did not have yet, nor the rights with `--no-privileges`. Those of one table tell, because a restore gives a role all or nothing.
 */
async function forgetLostRights(db: Database): Promise<void> {
  const roles = [API_ROLE, WORKER_ROLE];
  const { rows } = await sql<{ given: boolean }>`
    select bool_and(has_table_privilege(role, 'executions', 'select') and exists (
             select from pg_policies where schemaname = 'public' and tablename = 'executions' and role = any(roles))) as given
      from unnest(${roles}::text[]) as role`.execute(db);
  if (rows[0]?.given === true) return;
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${ACCESS})`.execute(trx);
    await sql`comment on table projects is null`.execute(trx);
  });
}

/** Makes the roles that are missing; whether both exist now. */
async function makeRoles(db: Database): Promise<boolean> {
  for (const role of await missingRoles(db)) {
    try {
      // A login and a password are for an administrator to give; without them the owner takes the role on (`set role`).
      await sql.raw(`create role ${role} nologin; grant ${role} to current_user`).execute(db);
    } catch (error) {
      if (!PASSED_OVER.has((error as { readonly code?: string }).code ?? "")) throw error;
    }
  }
  return (await missingRoles(db)).length === 0;
}

async function missingRoles(db: Database): Promise<string[]> {
  const { rows } = await sql<{ role: string }>`
    select role from unnest(${[API_ROLE, WORKER_ROLE]}::text[]) as role
     where not exists (select from pg_roles where rolname = role)`.execute(db);
  return rows.map(({ role }) => role);
}
