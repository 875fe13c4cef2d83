import pg from "pg";

/** For tests: one statement on a connection of its own. */
export async function rawSql(url: string, statement: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement, [...values]);
  } finally {
    await client.end();
  }
}

/** Ends every other connection to this database; with a name, those of that application alone. */
export async function killConnections(url: string, applicationName = "%"): Promise<void> {
  const statement = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like $1`;
  await rawSql(url, statement, [applicationName]);
}
