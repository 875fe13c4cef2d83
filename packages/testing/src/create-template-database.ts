import { randomBytes } from "node:crypto";
import { withAdminClient } from "./with-admin-client.ts";

export type TemplateDatabase = { readonly name: string; drop(): Promise<void> };

/**
 * Creates a database that `migrate` fills once. Afterwards nobody can connect to it, because Postgres can copy only a database
 * without connections. The global setup of a test run uses it; tests use createTestDatabase.
 */
export async function createTemplateDatabase(
  adminUrl: string,
  migrate: (databaseUrl: string) => Promise<void>,
): Promise<TemplateDatabase> {
  const name = `tempograph_template_${randomBytes(6).toString("hex")}`;
  const execute = (statement: string): Promise<unknown> =>
    withAdminClient(adminUrl, (client) => client.query(statement));
  const drop = async (): Promise<void> => {
    await execute(`alter database ${name} with is_template false`);
    await execute(`drop database if exists ${name} with (force)`);
  };
  await execute(`create database ${name}`);
  try {
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    await migrate(url.href);
    await execute(`alter database ${name} with is_template true allow_connections false`);
  } catch (error) {
    await drop();
    throw error;
  }
  return { name, drop };
}
