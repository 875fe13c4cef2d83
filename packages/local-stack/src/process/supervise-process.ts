import { sendSignal } from "./end-process.ts";
import { startProcess, type ProcessExit, type StartedProcess, type StartProcessOptions } from "./start-process.ts";

export type SupervisorEvent =
  | { readonly kind: "started"; readonly pid: number }
  | { readonly kind: "exited"; readonly pid: number; readonly exit: ProcessExit }
  | { readonly kind: "restarting"; readonly inMs: number }
  | { readonly kind: "gaveUp"; readonly reason: string };

export type RestartPolicy = {
  /** Milliseconds before the first restart; doubled for each further one. Default 100. */
  readonly initialDelayMs?: number;
  /** Milliseconds, the longest delay. Default 5,000. */
  readonly maximumDelayMs?: number;
  /** A process that ran this long begins again with the first delay. Milliseconds. Default 10,000. */
  readonly healthyAfterMs?: number;
  /** Gives up after this many short runs in a row. Default 8. */
  readonly maximumShortRuns?: number;
};

export type SuperviseProcessOptions = StartProcessOptions & {
  /** For messages: `worker`, `api`. */
  readonly name: string;
  /** False: the process is run once. Default: restarted, with the default policy. */
  readonly restart?: RestartPolicy | boolean;
  readonly onEvent?: (event: SupervisorEvent) => void;
};

export type SupervisedProcess = {
  readonly name: string;
  /** The running process, or undefined between two runs and after the end. */
  readonly pid: number | undefined;
  /** How many times it was started again. */
  readonly restarts: number;
  /** Resolves when it is over for good: stopped, given up, or ended with `restart: false`. */
  readonly ended: Promise<ProcessExit>;
  stop(): Promise<void>;
  /** SIGKILL now; the supervisor starts it again as after any crash. Returns the pid that was killed. */
  kill9(): number | undefined;
};

/** Keeps a child process running: one that ends, however, is started again with exponential back-off. */
export async function superviseProcess(options: SuperviseProcessOptions): Promise<SupervisedProcess> {
  const policy = typeof options.restart === "object" ? options.restart : {};
  const { initialDelayMs = 100, maximumDelayMs = 5_000, healthyAfterMs = 10_000, maximumShortRuns = 8 } = policy;
  const emit = (event: SupervisorEvent): void => options.onEvent?.(event);
  let wake = (): void => {};
  let stopped = false;
  let restarts = 0;
  let current: StartedProcess | undefined;

  const start = async (): Promise<StartedProcess> => {
    const started = await startProcess(options);
    emit({ kind: "started", pid: started.pid });
    return started;
  };

  const keepRunning = async (first: StartedProcess): Promise<ProcessExit> => {
    let shortRuns = 0;
    for (let run = first; ;) {
      current = run;
      const begun = Date.now();
      const exit = await run.exited;
      current = undefined;
      emit({ kind: "exited", pid: run.pid, exit });
      if (stopped || options.restart === false) return exit;
      shortRuns = Date.now() - begun >= healthyAfterMs ? 1 : shortRuns + 1;
      if (shortRuns > maximumShortRuns) {
        emit({ kind: "gaveUp", reason: `${options.name} ended ${shortRuns} times in a row:\n${run.tail()}` });
        return exit;
      }
      const inMs = Math.min(maximumDelayMs, initialDelayMs * 2 ** (shortRuns - 1));
      emit({ kind: "restarting", inMs });
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, inMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (stopped) return exit;
      run = await start();
      restarts++;
      // Asked to stop while the new one was being spawned.
      if (stopped) await run.stop();
    }
  };

  const first = await start();
  current = first;
  const ended = keepRunning(first);
  // A caller that awaits `ended` gets the error. Nobody is required to await it, so a rejection must not be unhandled.
  ended.catch(() => {});
  return {
    name: options.name,
    get pid() {
      return current?.pid;
    },
    get restarts() {
      return restarts;
    },
    ended,
    async stop() {
      stopped = true;
      wake();
      await current?.stop();
      await ended;
    },
    kill9() {
      const pid = current?.pid;
      if (pid !== undefined) sendSignal(pid, "SIGKILL");
      return pid;
    },
  };
}
