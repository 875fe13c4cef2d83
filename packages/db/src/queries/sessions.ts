import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";

/** The session of a person who signed in, or a link that begins one. */
export interface SessionRecord {
  /** The SHA-256 of the cookie's value, or of what the link carries, in hex. */
  readonly hash: string;
  readonly project: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** The SHA-256 of the token with which it was begun. The session is worth what the token is worth. Null: a provider has said who it is. */
  readonly tokenHash: string | null;
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

export async function insertSession(
  db: Database,
  { expiresAt, roles, tokenHash, ...same }: SessionRecord,
  isLink = false,
): Promise<void> {
  await db
    .insertInto("sessions")
    .values({ ...same, roles: [...roles], token_hash: tokenHash, expires_at: expiresAt, is_link: isLink })
    .execute();
}

/**
 * Ends the oldest sessions of a token, or its oldest links, beyond those that it may have: whoever begins one after the other takes no more
 * room than that (I14).
 */
export async function endOldestSessions(
  db: Database,
  tokenHash: string,
  { isLink, most }: { readonly isLink: boolean; readonly most: number },
): Promise<void> {
  const newest = db
    .selectFrom("sessions")
    .select("hash")
    .where("token_hash", "=", tokenHash)
    .where("is_link", "=", isLink)
    .orderBy("created_at", "desc")
    .limit(most);
  await db
    .deleteFrom("sessions")
    .where("token_hash", "=", tokenHash)
    .where("is_link", "=", isLink)
    .where("hash", "not in", newest)
    .execute();
}

const columns = ["hash", "name", "roles", "project", "token_hash as tokenHash"] as const;

/** The sessions with these hashes that have not expired. */
export async function findSessions(
  db: Database,
  hashes: readonly string[],
): Promise<Omit<SessionRecord, "expiresAt">[]> {
  return await db
    .selectFrom("sessions")
    .select(columns)
    .where(sql<boolean>`hash = any(${hashes}::text[])`)
    .where("is_link", "=", false)
    .where("expires_at", ">", sql<Date>`now()`)
    .execute();
}

/** Uses up a link: of those who open it at the same time, one gets it. Undefined: there is none, or it was used, or it has expired. */
export async function takeSignInLink(
  db: Database,
  hash: string,
): Promise<Omit<SessionRecord, "expiresAt"> | undefined> {
  return await db
    .deleteFrom("sessions")
    .where("hash", "=", hash)
    .where("is_link", "=", true)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning(columns)
    .executeTakeFirst();
}

export async function deleteSession(db: Database, hash: string): Promise<void> {
  await db.deleteFrom("sessions").where("hash", "=", hash).where("is_link", "=", false).execute();
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
