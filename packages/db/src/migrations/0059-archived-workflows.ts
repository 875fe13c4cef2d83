import { sql, type Kysely } from "kysely";

/** Archived workflows in the order of their list: without it, counting a few of them goes through all workflows of the project. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index workflows_archived on workflows (project, created_at desc, id desc) where status = 'archived'`.execute(
    db,
  );
}
