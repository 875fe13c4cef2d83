import type { Worker } from "@temporalio/worker";

/** Core's reason for forgetting a run: it has closed, and the server has accepted that. */
const RUN_CLOSED = 10;

interface Evictions {
  readonly evictionsEmitter: {
    on(name: "eviction", listener: (eviction: { runId: string; evictJob: { reason?: number | null } }) => void): void;
  };
}

/**
 * Calls back for each run that this worker forgets; `closed`: because it has ended, some milliseconds after its last
 * step. The SDK types the emitter as protected; it is the one place that tells this after the server's acceptance.
 */
export function onRunForgotten(worker: Worker, callback: (runId: string, closed: boolean) => void): void {
  const { evictionsEmitter } = worker as unknown as Evictions;
  evictionsEmitter.on("eviction", ({ runId, evictJob }) => callback(runId, evictJob.reason === RUN_CLOSED));
}
