import { randomBytes } from "node:crypto";
import { withAdminClient } from "./with-admin-client.ts";

export type TemplateDatabase = { readonly name: string; drop(): Promise<void> };

/**
 * A database that `migrate` has filled once and that no one can connect to afterwards, so that it can always be copied.
 * Used by the run's global setup; tests use createTestDatabase.
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
