import { startTemporal } from "../../packages/local-stack/src/index.ts";
import type { ProvidedTemporal } from "../../packages/testing/src/provided-context.ts";

/** The run's Temporal server (the one of TEMPORAL_ADDRESS, if set), in memory and without its Web UI. */
export async function startTestTemporal(): Promise<{ value: ProvidedTemporal; stop(): Promise<void> }> {
  const server = await startTemporal({ ui: false, onProgress: (line) => process.stderr.write(`${line}\n`) });
  return { value: { address: server.address }, stop: () => server.stop() };
}
