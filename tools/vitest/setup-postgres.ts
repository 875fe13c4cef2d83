import type { TestProject } from "vitest/node";
import { shareServer } from "./shared-server.ts";
import { startTestPostgres } from "./test-postgres.ts";

/** Global setup of the projects whose tests need Postgres. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await shareServer("postgres", startTestPostgres);
  project.provide("tempographPostgres", postgres.value);
  return () => postgres.leave();
}
