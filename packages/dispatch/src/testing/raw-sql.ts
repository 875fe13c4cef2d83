import pg from "pg";

const APPLICATION_NAME = "tempograph test sql";

/** For tests: one statement on a connection of its own. */
export async function rawSql(url: string, statement: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: APPLICATION_NAME });
  // Without a listener a connection that is killed between two awaits would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await (values.length === 0 ? client.query(statement) : client.query(statement, [...values]));
  } finally {
    await client.end();
  }
}

/**
 * Ends every other connection to this database but those of `rawSql` itself, since kills may meet; with a name, those of
 * that application alone.
 */
export async function killConnections(url: string, applicationName = "%"): Promise<void> {
  const statement = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name <> $2 and application_name like $1`;
  await rawSql(url, statement, [applicationName, APPLICATION_NAME]);
}
