import { withAdminClient } from "./with-admin-client.ts";

/**
 * Does something while nobody can read a table of the database: whatever reads it waits until `work` has ended. `waiting` says how many
 * statements wait.
 */
export async function whileLocked(
  url: string,
  table: string,
  work: (waiting: () => Promise<number>) => Promise<void>,
): Promise<void> {
  await withAdminClient(url, async (client) => {
    await client.query("begin");
    await client.query(`lock table ${client.escapeIdentifier(table)} in access exclusive mode`);
    await work(async () => {
      const { rows } = await client.query<{ readonly n: number }>(
        "select count(*)::integer as n from pg_locks where database = (select oid from pg_database where datname = current_database()) and not granted",
      );
      return rows[0]!.n;
    });
    await client.query("rollback");
  });
}
