import pg from "pg";

/** Runs `work` with a connection of its own, which is always closed afterwards. */
export async function withAdminClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // Without a listener, a connection that breaks between two awaits would end the process. The next query reports the problem.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
