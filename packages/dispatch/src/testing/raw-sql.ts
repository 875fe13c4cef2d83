import pg from "pg";

const APPLICATION_NAME = "tempograph test sql";

/** For tests: one statement on a connection of its own. */
export async function rawSql(url: string, statement: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: APPLICATION_NAME });
  // Without a listener for errors, a connection that is killed between two awaits would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await (values.length === 0 ? client.query(statement) : client.query(statement, [...values]));
  } finally {
    await client.end();
  }
}

/**
 * Ends the connections to this database, all or those of one application. Connections of `rawSql` itself are spared, because
 * several tests may kill connections at the same time.
 */
export async function killConnections(url: string, applicationName = "%"): Promise<void> {
  const statement = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name <> $2 and application_name like $1`;
  await rawSql(url, statement, [applicationName, APPLICATION_NAME]);
}
