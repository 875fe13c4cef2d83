import type { TestProject } from "vitest/node";
import { shareServer } from "./shared-server.ts";
import { startTestTemporal } from "./test-temporal.ts";

/** Global setup of the projects whose tests need Temporal. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const temporal = await shareServer("temporal", startTestTemporal);
  project.provide("tempographTemporal", temporal.value);
  return () => temporal.leave();
}
