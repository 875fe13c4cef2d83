import { Piscina } from "piscina";
import { availableParallelism } from "node:os";
import { callerKey, type Principal } from "../access/principal.ts";
import { RefusedWork } from "../app/app-error.ts";
import type { Limiter } from "../http/rate-limits.ts";
import { FairGate, GateFull } from "./fair-gate.ts";
import type { Tasks } from "./tasks.ts";

/** Runs a task in a thread. */
export type Run = <Name extends keyof Tasks>(
  name: Name,
  ...args: Parameters<Tasks[Name]>
) => Promise<Awaited<ReturnType<Tasks[Name]>>>;

export interface Compute {
  /**
   * Waits for the turn of the project and in it of the caller, then does the work, which may run tasks. A transaction begins inside the work and not around it, so
   * that nobody waits for a thread while holding a connection to the database.
   *
   * @throws RefusedWork if the caller or the project waits for too many turns, or if a task takes too much time or memory
   */
  session<Value>(caller: Principal, work: (run: Run) => Promise<Value>): Promise<Value>;
  stop(): Promise<void>;
}

export interface ComputeLimits {
  /** Milliseconds of one task. */
  readonly taskMs: number;
  /** MiB of the heap of one thread. */
  readonly heapMb: number;
  /** Sessions of one caller that may wait. */
  readonly mostWaiting: number;
}

const LIMITS: ComputeLimits = { taskMs: 10_000, heapMb: 512, mostWaiting: 200 };
/** Threads that are not needed end after this time. */
const IDLE_MS = 60_000;

/**
 * The threads in which the API checks, simulates and publishes graphs (I14). Whatever a graph makes a task do, the event loop goes on
 * serving others, and a task that takes too long or too much memory is ended together with its thread.
 */
export function createCompute(limits: ComputeLimits = LIMITS, limiter?: Pick<Limiter, "refused">): Compute {
  // With three, two callers of one project work at once, and there is one thread for another project.
  const threads = Math.min(4, Math.max(3, availableParallelism() - 1));
  const filename = new URL(import.meta.url.endsWith(".ts") ? "./tasks.ts" : "./tasks.js", import.meta.url).href;
  const pool = new Piscina({
    filename,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
    // A test runner does not pass the condition with which packages are used from source.
    ...(filename.endsWith(".ts") && { execArgv: ["--conditions=@tempograph/source"] }),
  });
  const gate = new FairGate(threads, limits.mostWaiting);

  const run: Run = async (name, ...args) => {
    try {
      return await pool.run({ name, args }, { name: "runTask", signal: AbortSignal.timeout(limits.taskMs) });
    } catch (error) {
      if (isTooMuch(error)) throw tooExpensive(limits);
      throw error;
    }
  };

  return {
    async session(caller, work) {
      try {
        return await gate.pass(caller.project, caller.name, () => work(run));
      } catch (error) {
        if (!(error instanceof GateFull)) throw error;
        limiter?.refused("compute", callerKey(caller));
        throw tooManyWait(limits);
      }
    },
    stop: () => pool.destroy(),
  };
}

/** The time-out, a full heap or a full stack. */
function isTooMuch(error: unknown): boolean {
  const { name, code } = error as { readonly name?: string; readonly code?: string };
  return (
    name === "AbortError" || name === "TimeoutError" || name === "RangeError" || code === "ERR_WORKER_OUT_OF_MEMORY"
  );
}

function tooExpensive({ taskMs, heapMb }: ComputeLimits): RefusedWork {
  return new RefusedWork({
    code: "INPUT_TOO_EXPENSIVE",
    message: `Working on the input takes more than ${taskMs / 1_000} seconds or more than ${heapMb} MiB of memory, so it was ended.`,
    hint: "Make the graph smaller or simpler: fewer nodes, shorter texts, fewer rounds of loops.",
  });
}

function tooManyWait({ mostWaiting }: ComputeLimits): RefusedWork {
  return new RefusedWork({
    code: "TOO_MANY_REQUESTS",
    message: `${mostWaiting} requests of this caller, or five times as many of its project, to check, simulate or publish graphs wait already.`,
    hint: "Send the next one when an answer has come.",
    retryAfterS: 5,
  });
}
