import { join } from "node:path";
import { env as ownEnv } from "node:process";
import { knownPort, rememberPort } from "../known-ports.ts";
import type { StartProcessOptions } from "../process/start-process.ts";
import type { SupervisedProcess } from "../process/supervise-process.ts";
import { startNodeProcess, type NodeProcess, type NodeProcessEvent } from "./node-process.ts";
import type { StartStackOptions } from "./stack-options.ts";
import type { StopOrder } from "./stop-order.ts";

export type RunningPrograms = {
  readonly api: SupervisedProcess;
  /** `http://127.0.0.1:43210`; stays the same when the API process is started again. */
  readonly apiUrl: string;
  /** The first of `workers`. */
  readonly worker: SupervisedProcess;
  readonly workers: readonly SupervisedProcess[];
};

type StartProgramsOptions = Pick<
  StartStackOptions,
  "api" | "worker" | "onProgress" | "onWorkerEvent" | "mayKillWorker"
> & {
  readonly dataDir: string;
  readonly apiEnv: NodeJS.ProcessEnv;
  readonly workerEnv: NodeJS.ProcessEnv;
  readonly order: StopOrder;
};

/** A worker lets running steps end for up to 10 s. */
const WORKER_GRACE_MS = 15_000;
const API_GRACE_MS = 10_000;
/** The first start bundles the interpreter, on a machine that may be busy. */
const READY_WITHIN_MS = 90_000;

/** The API and the workers, side by side: each brings the database's schema up to date, whoever comes first. */
export async function startPrograms(options: StartProgramsOptions): Promise<RunningPrograms> {
  const count = options.worker.count ?? 1;
  if (count < 1) throw new Error("A stack needs a worker: worker.count has to be 1 or more.");
  options.onProgress?.("Starting the API and the worker");
  // The API is asked only after all of them have started.
  const supervised: SupervisedProcess[] = [];
  const [api, ...workers] = await Promise.all([
    startApi(options, () => killFirst(supervised)),
    ...Array.from({ length: count }, (_, index) => startWorker(options, index, count)),
  ]);
  const processes = workers.map(({ process }) => process);
  supervised.push(...processes);
  return { ...api, worker: processes[0] as SupervisedProcess, workers: processes };
}

/** Kills the first worker that runs, and gives its process id. */
function killFirst(workers: readonly SupervisedProcess[]): number | undefined {
  return workers.find(({ pid }) => pid !== undefined)?.kill9();
}

async function startApi(
  options: StartProgramsOptions,
  killWorker: () => number | undefined,
): Promise<{ api: SupervisedProcess; apiUrl: string }> {
  const { onProgress, order, dataDir, api } = options;
  const env: NodeJS.ProcessEnv = { ...options.apiEnv, ...api.env };
  const isChosen = Boolean(env["TEMPOGRAPH_API_PORT"] ?? ownEnv["TEMPOGRAPH_API_PORT"]);
  const known = isChosen ? undefined : await knownPort(dataDir, "api");
  if (known !== undefined) env["TEMPOGRAPH_API_PORT"] = String(known);
  const logFile = join(dataDir, "logs", "api.log");
  if (options.mayKillWorker === true) env["TEMPOGRAPH_SUPERVISOR"] = "1";
  const starting = startNodeProcess({
    name: "API",
    entry: api.entry,
    env,
    logFile,
    graceMs: API_GRACE_MS,
    readyWithinMs: READY_WITHIN_MS,
    portVariable: "TEMPOGRAPH_API_PORT",
    ...(options.mayKillWorker === true && { onMessage: answerApi(killWorker) }),
    onEvent(event) {
      if (event.kind === "restarting") onProgress?.(`The API ended and is started again. Its log is ${logFile}`);
      if (event.kind === "gaveUp") onProgress?.(event.reason);
    },
  });
  const { process, ready } = await order.keep("programs", starting, stopProgram);
  const apiUrl = String(ready["url"]);
  // Where it has to be started again, its clients find it at the same place.
  env["TEMPOGRAPH_API_PORT"] = new URL(apiUrl).port;
  if (!isChosen) rememberPort(dataDir, "api", Number(new URL(apiUrl).port));
  return { api: process, apiUrl };
}

/** The only thing that the API may ask of its supervisor. `packages/api/src/app/supervisor.ts` is the other side. */
function answerApi(killWorker: () => number | undefined): NonNullable<StartProcessOptions["onMessage"]> {
  return (message, reply) => {
    const { ask, id } = message as { readonly ask?: unknown; readonly id?: unknown };
    if (ask === "killWorker") reply({ id, pid: killWorker() ?? null });
  };
}

function startWorker(options: StartProgramsOptions, index: number, count: number): Promise<NodeProcess> {
  const { worker, onProgress, onWorkerEvent, order, dataDir } = options;
  const name = count === 1 ? "worker" : `worker-${index + 1}`;
  // Several cannot share one port.
  const ports = count === 1 ? {} : { TEMPOGRAPH_WORKER_HEALTH_PORT: "0" };
  const starting = startNodeProcess({
    name,
    entry: worker.entry,
    env: { ...options.workerEnv, ...ports, ...worker.env },
    logFile: join(dataDir, "logs", `${name}.log`),
    graceMs: WORKER_GRACE_MS,
    readyWithinMs: READY_WITHIN_MS,
    portVariable: "TEMPOGRAPH_WORKER_HEALTH_PORT",
    onEvent(event: NodeProcessEvent) {
      if (event.kind === "gaveUp") onProgress?.(event.reason);
      onWorkerEvent?.(event, index);
    },
  });
  return order.keep("programs", starting, stopProgram);
}

const stopProgram = ({ process }: NodeProcess): Promise<void> => process.stop();
