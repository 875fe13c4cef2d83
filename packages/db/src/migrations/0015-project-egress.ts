import { sql, type Kysely } from "kysely";

/** Where the steps of a project may call: hosts and networks. Null in `egress_only`: wherever the installation allows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table projects add column egress_only text[], add column egress_deny text[] not null default '{}'`.execute(
    db,
  );
}
