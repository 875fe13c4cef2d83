import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { Script, type Context, type RunningScriptOptions } from "node:vm";

/** A request of the SDK's main thread to the workflow thread. */
export interface Request {
  readonly requestId: bigint;
  readonly input: {
    readonly type: string;
    readonly runId?: string;
    readonly isolateExecutionTimeoutMs?: number;
    /** Of the first request alone. */
    readonly workflowBundle?: { code: string };
  };
}

export interface GuardSession {
  readonly port: MessagePort;
  /** Its first number rises with every request that was sent, so that the thread can wait for the next one. */
  readonly sent: Int32Array;
  /** Handles a request; the answer is sent later, from a promise. */
  readonly handle: (request: Request) => unknown;
  /** Answers a request that was stopped before it was handled to its end. False if it has its answer already. */
  readonly fail: (request: Request, error: Error) => boolean;
}

/**
 * The longest time for which one guard takes further requests. The last one's time-out is shorter by what has passed of it, so the time is short
 * beside the time-out.
 */
const SHARED_MS = 100;
const SHARED_PART_OF_TIMEOUT = 0.1;

let insideGuard = false;
const { runInContext } = Script.prototype;
const WITHOUT_TIMEOUT: RunningScriptOptions = { displayErrors: true };

Script.prototype.runInContext = function (this: Script, context: Context, options?: RunningScriptOptions): unknown {
  return runInContext.call(this, context, insideGuard ? WITHOUT_TIMEOUT : options);
};

const GUARDED = Symbol.for("tempograph.guarded");
const guardScript = new Script(`globalThis[Symbol.for("tempograph.guarded")]()`);
let timeoutMs = 5_000;

/**
 * Gives a listener for requests that puts one time-out around many of them. The SDK calls into workflow code several times for each activation, every
 * time with a time-out, for which Node.js starts an operating-system thread and ends it.
 *
 * The first request opens a session: a single time-out, inside of which the thread handles that request and then waits for the next ones, without
 * going back to its event loop. A task that never ends is stopped as before, because V8 ends everything that runs inside the outer call.
 */
export function guardRequests(session: GuardSession): (first: Request) => void {
  const { port, sent, handle, fail } = session;

  /** The next request, also one that arrives until the moment. */
  function nextUntil(moment: number): Request | undefined {
    for (;;) {
      const before = Atomics.load(sent, 0);
      const next = receiveMessageOnPort(port);
      if (next !== undefined) return next.message as Request;
      const leftMs = moment - performance.now();
      if (leftMs <= 0) return undefined;
      Atomics.wait(sent, 0, before, leftMs);
    }
  }

  return (first) => {
    timeoutMs = first.input.isolateExecutionTimeoutMs ?? timeoutMs;
    // Loading the bundle has time-outs of its own.
    if (first.input.type === "init") return void handle(first);
    const until = performance.now() + Math.min(SHARED_MS, timeoutMs * SHARED_PART_OF_TIMEOUT);
    let request: Request | undefined = first;
    try {
      guarded(() => {
        for (; request !== undefined; request = nextUntil(until)) {
          void handle(request);
          finishTurn();
        }
      });
    } catch (error) {
      if (request === undefined || !fail(request, error as Error)) throw error;
    }
  };
}

/** @throws ERR_SCRIPT_EXECUTION_TIMEOUT if `work` takes longer than `timeoutMs` */
function guarded(work: () => void): void {
  Object.assign(globalThis, { [GUARDED]: work });
  insideGuard = true;
  try {
    guardScript.runInThisContext({ timeout: timeoutMs, displayErrors: true });
  } finally {
    insideGuard = false;
  }
}

/** What the SDK wants to do after the event loop's turn: it lets rejections be noticed before it answers. */
let later: (() => void)[] = [];
const { setImmediate: afterTurn } = globalThis;
globalThis.setImmediate = ((work: () => void, ...args: []) =>
  insideGuard ? void later.push(work) : afterTurn(work, ...args)) as typeof setImmediate;

/** Does what the event loop would do between two messages: promises, rejections that nobody handles, `setImmediate`. */
function finishTurn(): void {
  runPromises();
  while (later.length > 0) {
    const works = later;
    later = [];
    for (const work of works) work();
    runPromises();
  }
}

/** Node.js calls the same after each callback. Its types do not name it. */
const { _tickCallback: runPromises } = process as unknown as { _tickCallback(): void };
