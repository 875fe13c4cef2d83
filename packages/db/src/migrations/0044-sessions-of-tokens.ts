import { sql, type Kysely } from "kysely";

/**
 * Sessions that were begun with a token name it by its hash: who they are is looked up through the token, so that they end with it. A
 * link is a session that has not begun: whoever opens it first gets the session.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table sessions add column token_hash text`,
    `alter table sessions add column is_link boolean not null default false`,
  ])
    await sql.raw(statement).execute(db);
}
