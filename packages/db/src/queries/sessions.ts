import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";

/** The session of a person who signed in. */
export interface SessionRecord {
  /** The SHA-256 of the cookie's value in hex. */
  readonly hash: string;
  readonly project: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly expiresAt: Date;
}

/**
 * Deletes what has expired: sessions, and sign-ins for connections that nobody has finished. `db` has to show every project, otherwise the
 * rows of projects in which nothing happens would stay.
 */
export async function sweepSignIns(db: Database): Promise<void> {
  for (const table of ["sessions", "connection_sign_ins"] as const)
    await db
      .deleteFrom(table)
      .where("expires_at", "<", sql<Date>`now()`)
      .execute();
}

export async function insertSession(db: Database, { expiresAt, roles, ...same }: SessionRecord): Promise<void> {
  await db
    .insertInto("sessions")
    .values({ ...same, roles: [...roles], expires_at: expiresAt })
    .execute();
}

/** The sessions with these hashes that have not expired. */
export async function findSessions(
  db: Database,
  hashes: readonly string[],
): Promise<Omit<SessionRecord, "expiresAt">[]> {
  return await db
    .selectFrom("sessions")
    .select(["hash", "name", "roles", "project"])
    .where(sql<boolean>`hash = any(${hashes}::text[])`)
    .where("expires_at", ">", sql<Date>`now()`)
    .execute();
}

export async function deleteSession(db: Database, hash: string): Promise<void> {
  await db.deleteFrom("sessions").where("hash", "=", hash).execute();
}

/** Ends every session of a person in a project; how many there were. */
export async function deleteSessionsOf(db: Database, project: string, name: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("sessions")
    .where("project", "=", project)
    .where("name", "=", name)
    .where("expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
