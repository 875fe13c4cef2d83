import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateToLatest } from "../../packages/db/src/index.ts";
import { startPostgres } from "../../packages/local-stack/src/index.ts";
import { createTemplateDatabase } from "../../packages/testing/src/create-template-database.ts";
import type { ProvidedPostgres } from "../../packages/testing/src/provided-context.ts";

/** The run's Postgres (the one of DATABASE_URL, if set) with a migrated template that test databases are copied from. */
export async function startTestPostgres(): Promise<{ value: ProvidedPostgres; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-test-"));
  const server = await startPostgres({ dataDir, durable: false });
  const stopServer = async (): Promise<void> => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const template = await createTemplateDatabase(server.adminUrl, migrateToLatest);
    const stop = async (): Promise<void> => {
      if (server.pid === undefined) await template.drop();
      await stopServer();
    };
    return { value: { adminUrl: server.adminUrl, template: template.name }, stop };
  } catch (error) {
    // The tests that need no tables still run; those that do fail with this.
    const problem = `The migrations failed, so there is no test database: ${(error as Error).message}`;
    return { value: { adminUrl: server.adminUrl, template: "", problem }, stop: stopServer };
  }
}
