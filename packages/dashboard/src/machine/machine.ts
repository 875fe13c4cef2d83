import type { NodeTypeManifest } from "@tempograph/graph";
import { brokeDown, notLoaded, Superseded, tookTooLong } from "./machine-error.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import type { TaskInput, TaskName, TaskOutput } from "./tasks.ts";

/** The pure packages, for the pages. */
export interface Machine {
  /**
   * Runs a task. Of the requests with the same `lane` only the newest one counts: the others are refused with `Superseded`, and those
   * that have not begun are never run.
   *
   * @throws MachineError if the task takes too long, or if it breaks the worker
   */
  run<Name extends TaskName>(name: Name, input: TaskInput<Name>, lane?: string): Promise<TaskOutput<Name>>;
  /** Says which node types there are, for all later tasks. */
  setTypes(types: readonly NodeTypeManifest[]): void;
  stop(): void;
}

/** The part of a web worker that is needed here. Tests give a thread of Node.js in its place. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: { readonly data: FromWorker }) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
}

export interface MachineLimits {
  /** Milliseconds of one task. A worker that takes longer is ended and started anew (I14). */
  readonly taskMs: number;
  /** Milliseconds that a task may still take when nobody waits for its answer any more. */
  readonly graceMs: number;
}

const LIMITS: MachineLimits = { taskMs: 10_000, graceMs: 1_000 };

interface Asked {
  readonly id: number;
  readonly name: TaskName;
  readonly input: unknown;
  readonly lane: string | undefined;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The machine in a worker. It gives the worker one task at a time and keeps the others here, so that a task that has become pointless
 * can be left out, and so that the time of each is bounded by itself.
 */
export function createMachine(startWorker: () => WorkerLike, limits: MachineLimits = LIMITS): Machine {
  let worker: WorkerLike | undefined;
  let types: readonly NodeTypeManifest[] | undefined;
  let waiting: Asked[] = [];
  let running: { readonly asked: Asked; timer: ReturnType<typeof setTimeout> } | undefined;
  let lastId = 0;

  function ready(): WorkerLike {
    if (worker !== undefined) return worker;
    worker = startWorker();
    worker.onmessage = ({ data }) => answered(data);
    worker.onerror = ({ message }) => restart(brokeDown(message));
    if (types !== undefined) worker.postMessage({ kind: "types", types });
    return worker;
  }

  function next(): void {
    const asked = running === undefined ? waiting.shift() : undefined;
    if (asked === undefined) return;
    const { id, name, input } = asked;
    running = { asked, timer: endAfter(limits.taskMs) };
    try {
      ready().postMessage({ kind: "task", id, name, input });
    } catch (error) {
      // A value that cannot be copied, such as a function.
      done()?.reject(error as Error);
      next();
    }
  }

  const endAfter = (ms: number) => setTimeout(() => restart(tookTooLong(limits.taskMs)), ms);

  function supersede(lane: string): void {
    for (const asked of waiting) if (asked.lane === lane) asked.reject(new Superseded());
    waiting = waiting.filter((asked) => asked.lane !== lane);
    if (running?.asked.lane !== lane) return;
    // Most tasks end sooner than a new worker would have started.
    running.asked.reject(new Superseded());
    clearTimeout(running.timer);
    running.timer = endAfter(limits.graceMs);
  }

  function done(): Asked | undefined {
    const asked = running?.asked;
    clearTimeout(running?.timer);
    running = undefined;
    return asked;
  }

  function answered(message: FromWorker): void {
    if (message.id !== running?.asked.id) return;
    // A worker keeps in mind what it could not load, so that only another one can load it.
    if ("error" in message && /dynamically imported module|module script/i.test(message.error.message)) {
      restart(notLoaded());
      return;
    }
    const asked = done();
    if ("error" in message) asked?.reject(brokeDown(`${message.error.name}: ${message.error.message}`));
    else asked?.resolve(message.value as never);
    next();
  }

  /** Ends the worker. The next task starts another one. */
  function restart(error: Error): void {
    worker?.terminate();
    worker = undefined;
    done()?.reject(error);
    next();
  }

  return {
    run: (name, input, lane) =>
      new Promise((resolve, reject) => {
        if (lane !== undefined) supersede(lane);
        lastId += 1;
        waiting.push({ id: lastId, name, input, lane, resolve, reject });
        next();
      }),
    setTypes(given) {
      types = given;
      worker?.postMessage({ kind: "types", types });
    },
    stop() {
      for (const { reject } of waiting) reject(new Superseded());
      waiting = [];
      worker?.terminate();
      worker = undefined;
      done()?.reject(new Superseded());
    },
  };
}
