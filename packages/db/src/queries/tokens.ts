import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";
import type { PageRequest } from "./page.ts";
import { stopBulkJobsOf } from "./bulk/work.ts";
import { isStorable } from "./storable.ts";

/** A token as its row holds it, without its hash. */
export interface TokenRecord {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly createdAt: Date;
  /** The name of the caller who made it. */
  readonly createdBy: string;
  /** Null: it does not expire. */
  readonly expiresAt: Date | null;
  /** Written at most once a minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface TokenToInsert extends Pick<TokenRecord, "id" | "project" | "name" | "roles" | "createdBy"> {
  /** The SHA-256 of the token in hex. */
  readonly hash: string;
  readonly expiresAt: Date | null;
}

const columns = [
  "id",
  "project",
  "name",
  "roles",
  "created_at as createdAt",
  "created_by as createdBy",
  "expires_at as expiresAt",
  "last_used_at as lastUsedAt",
  "revoked_at as revokedAt",
] as const;

/** Undefined: a token of the project that is not revoked has this name. */
export async function insertToken(db: Database, token: TokenToInsert): Promise<TokenRecord | undefined> {
  const { createdBy: created_by, expiresAt: expires_at, roles, ...same } = token;
  return await db
    .insertInto("tokens")
    .values({ ...same, roles: [...roles], created_by, expires_at })
    .onConflict((conflict) => conflict.columns(["project", "name"]).where("revoked_at", "is", null).doNothing())
    .returning(columns)
    .executeTakeFirst();
}

/**
 * Revokes a token and stops its bulk jobs. A token that was revoked before stays as it is, because a later token may have its name, and so the
 * jobs. Undefined: the project has no such token.
 */
export async function revokeToken(db: Database, project: string, id: string): Promise<TokenRecord | undefined> {
  if (!isStorable(id)) return undefined;
  return await db.transaction().execute(async (trx) => {
    const revoked = await trx
      .updateTable("tokens")
      .set({ revoked_at: sql`now()` })
      .where("project", "=", project)
      .where("id", "=", id)
      .where("revoked_at", "is", null)
      .returning(columns)
      .executeTakeFirst();
    if (revoked !== undefined) await stopBulkJobsOf(trx, project, revoked.name);
    const before = trx.selectFrom("tokens").select(columns).where("project", "=", project).where("id", "=", id);
    return revoked ?? (await before.executeTakeFirst());
  });
}

/** The tokens of a project, the newest first; keyed by `id`, which begins with the time. */
export async function listTokens(db: Database, project: string, page: PageRequest): Promise<TokenRecord[]> {
  let query = db
    .selectFrom("tokens")
    .select(columns)
    .where("project", "=", project)
    .orderBy("tokens.id", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (page.after !== undefined) query = query.where("tokens.id", "<", page.after);
  if (page.before !== undefined) query = query.where("tokens.id", ">", page.before);
  return await query.execute();
}

/** The tokens with these hashes, of whatever project, that are neither revoked nor expired. */
export async function findValidTokens(
  db: Database,
  hashes: readonly string[],
): Promise<(TokenRecord & { readonly hash: string })[]> {
  return await db
    .selectFrom("tokens")
    .select([...columns, "hash"])
    .where(sql<boolean>`hash = any(${hashes}::text[])`)
    .where("revoked_at", "is", null)
    .where((e) => e.or([e("expires_at", "is", null), e("expires_at", ">", sql<Date>`now()`)]))
    .execute();
}

/** Writes that the token was used now. */
export async function touchToken(db: Database, id: string): Promise<void> {
  await db
    .updateTable("tokens")
    .set({ last_used_at: sql`now()` })
    .where("id", "=", id)
    .execute();
}
