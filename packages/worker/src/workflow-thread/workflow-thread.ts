// Runs in the thread in which the SDK runs workflows: patches two costs away, then starts the SDK's own thread module.
import { createRequire } from "node:module";
import { Script, type Context, type RunningScriptOptions } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import type { WorkflowThreadData } from "./install-workflow-thread.ts";

/** A request of the SDK's main thread to this one. */
interface Request {
  readonly requestId: bigint;
  readonly input: { readonly type: string; readonly isolateExecutionTimeoutMs?: number };
}

const requireHere = createRequire(import.meta.url);
const port = parentPort!;
const { stackTraces } = workerData as WorkflowThreadData;

// 1. For each promise of workflow code the SDK's promise hook compiles a function and makes an Error, only to answer the
// query `__stack_trace`. Where nobody wants that, the hook stays off; the SDK then answers that it is not enabled.
if (!stackTraces) {
  const { GlobalHandlers } = requireHere("@temporalio/worker/lib/workflow/vm-shared") as {
    GlobalHandlers: { prototype: { setPromiseHook(): void } };
  };
  GlobalHandlers.prototype.setPromiseHook = () => {};
}

// 2. The SDK calls into workflow code several times for each activation, every time with a time-out, for which Node starts
// an operating-system thread and ends it. Here one such time-out is around the whole activation: the calls inside go
// without. A task that runs away is ended as before, because V8 ends all that runs inside of the outer call.
let insideGuard = false;
const { runInContext } = Script.prototype;
const WITHOUT_TIMEOUT: RunningScriptOptions = { displayErrors: true };
Script.prototype.runInContext = function (context: Context, options?: RunningScriptOptions): unknown {
  return runInContext.call(this, context, insideGuard ? WITHOUT_TIMEOUT : options);
};

const GUARDED = Symbol.for("tempograph.guarded");
const guardScript = new Script(`globalThis[Symbol.for("tempograph.guarded")]()`);
let timeoutMs = 5_000;

/** @throws ERR_SCRIPT_EXECUTION_TIMEOUT where what `work` does before its first await takes longer than `timeoutMs` */
function guarded(work: () => void): void {
  Object.assign(globalThis, { [GUARDED]: work });
  insideGuard = true;
  try {
    guardScript.runInThisContext({ timeout: timeoutMs, displayErrors: true });
  } finally {
    insideGuard = false;
  }
}

function guardActivations(handle: (request: Request) => unknown): (request: Request) => void {
  return (request) => {
    const { requestId, input } = request;
    timeoutMs = input.isolateExecutionTimeoutMs ?? timeoutMs;
    if (input.type !== "activate-workflow") return void handle(request);
    try {
      guarded(() => void handle(request));
    } catch (error) {
      // The handler was ended in its middle and will never answer. As with the SDK's time-outs, the workflow task fails.
      const { message, name, stack } = error as Error;
      port.postMessage({ requestId, result: { type: "error", message, name, stack } });
    }
  };
}

const on = port.on.bind(port) as (event: string, listener: (...values: never[]) => void) => typeof port;
port.on = ((event: string, listener: (request: Request) => unknown) =>
  on(event, event === "message" ? guardActivations(listener) : listener)) as typeof port.on;

requireHere("@temporalio/worker/lib/workflow/workflow-worker-thread");
