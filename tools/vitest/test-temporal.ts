import { startTemporal } from "../../packages/local-stack/src/index.ts";
import type { ProvidedTemporal } from "../../packages/testing/src/provided-context.ts";

/** The signals that one run takes. By default it takes 10,000, which a test needs 20 s of CPU time to send. */
const settings = { "history.maximumSignalsPerExecution": 1_000 };

/** Starts the run's Temporal server in memory and without its Web UI, or uses that of TEMPORAL_ADDRESS. */
export async function startTestTemporal(): Promise<{ value: ProvidedTemporal; stop(): Promise<void> }> {
  const server = await startTemporal({ ui: false, settings, onProgress: (line) => process.stderr.write(`${line}\n`) });
  return { value: { address: server.address }, stop: () => server.stop() };
}
