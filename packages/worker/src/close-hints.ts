import type { Worker } from "@temporalio/worker";

/** The reason that the SDK's core gives when it evicts a run because the run has closed and the server has accepted that. */
const RUN_CLOSED = 10;

interface Evictions {
  readonly evictionsEmitter: {
    on(name: "eviction", listener: (eviction: { runId: string; evictJob: { reason?: number | null } }) => void): void;
  };
}

/**
 * Calls back for each run that this worker evicts from its memory. `closed` says that the run has ended; the call then comes some
 * milliseconds after the run's last step. The SDK types the emitter as protected, but nothing else reports the end of a run after
 * the server has accepted it.
 */
export function onRunForgotten(worker: Worker, callback: (runId: string, closed: boolean) => void): void {
  const { evictionsEmitter } = worker as unknown as Evictions;
  evictionsEmitter.on("eviction", ({ runId, evictJob }) => callback(runId, evictJob.reason === RUN_CLOSED));
}
