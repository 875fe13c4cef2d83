import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import type { ProvidedPostgres } from "./provided-context.ts";
import { withAdminClient } from "./with-admin-client.ts";

export type TestDatabase = {
  readonly url: string;
  readonly name: string;
  /** Drops the database and ends the connections that are still open. */
  drop(): Promise<void>;
};

/** The number of the advisory lock. It may be any number that all test files of a run share. */
const CLONING_LOCK = 7_304_771;

/** Creates a database for one test file or test, with all migrations applied. It works in files named `*.pg.test.ts` or `*.temporal.test.ts`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject("tempographPostgres") as ProvidedPostgres | undefined;
  if (server === undefined) {
    throw new Error("No Postgres in this project: name the file *.pg.test.ts or *.temporal.test.ts.");
  }
  if (server.problem !== undefined) throw new Error(server.problem);
  const name = `test_${randomBytes(8).toString("hex")}`;
  await withAdminClient(server.adminUrl, async (client) => {
    // Make one copy at a time, because a template cannot be copied while another session uses it.
    await client.query("select pg_advisory_lock($1)", [CLONING_LOCK]);
    await client.query(
      `create database ${client.escapeIdentifier(name)} template ${client.escapeIdentifier(server.template)}`,
    );
  });
  const url = new URL(server.adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: () =>
      withAdminClient(server.adminUrl, async (client) => {
        await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
      }),
  };
}
