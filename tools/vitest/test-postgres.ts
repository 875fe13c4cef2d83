import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrateToLatest } from "../../packages/db/src/index.ts";
import { startPostgres } from "../../packages/local-stack/src/index.ts";
import { createTemplateDatabase } from "../../packages/testing/src/create-template-database.ts";
import type { ProvidedPostgres } from "../../packages/testing/src/provided-context.ts";

/** Starts the run's Postgres, or uses that of DATABASE_URL, and makes the migrated template from which test databases are copied. */
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
    // Tests that need no tables still run. The others fail with this message.
    const problem = `The migrations failed, so there is no test database: ${(error as Error).message}`;
    return { value: { adminUrl: server.adminUrl, template: "", problem }, stop: stopServer };
  }
}
