import { sql, type Kysely } from "kysely";

/**
 * A workflow may have a key, by which files in a repository name it: the same key is the same workflow, in every installation. A deleted
 * workflow gives its key free.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table workflows add column key text`,
  `create unique index workflows_key on workflows (project, key) where key is not null and status <> 'deleted'`,
];
