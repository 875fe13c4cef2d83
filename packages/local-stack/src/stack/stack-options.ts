import type { StartPostgresOptions } from "../postgres/start-postgres.ts";
import type { OnProgress } from "../progress.ts";
import type { StartTemporalOptions } from "../temporal/start-temporal.ts";
import type { NodeProcessEvent } from "./node-process.ts";

export type StackProgram = {
  /** The file that Node.js runs: takes its environment, prints `{"ready":true,…}`, ends at SIGTERM. */
  readonly entry: string;
  /** On top of this process's environment and what the stack sets. */
  readonly env?: NodeJS.ProcessEnv;
};

export type StartStackOptions = {
  /** Everything the stack keeps: databases, token, logs, caches. */
  readonly dataDir: string;
  readonly api: StackProgram;
  /** `count`: how many worker processes. Default 1. */
  readonly worker: StackProgram & { readonly count?: number };
  /** Default: the environment's TEMPOGRAPH_TASK_QUEUE, else `tempograph`. */
  readonly taskQueue?: string;
  readonly postgres?: Omit<StartPostgresOptions, "dataDir" | "onProgress">;
  readonly temporal?: Omit<StartTemporalOptions, "dataDir" | "onProgress">;
  readonly onProgress?: OnProgress;
  /** Start, end, restart and readiness of each worker process. `worker` counts from 0. */
  readonly onWorkerEvent?: (event: NodeProcessEvent, worker: number) => void;
  /** Lets an admin kill a worker over the API, to see what happens then. Default: no. */
  readonly mayKillWorker?: boolean;
  /** Gives up a start that is under way: what runs already is stopped, and the start fails with the signal's reason. */
  readonly signal?: AbortSignal;
};
