// This module runs in the thread in which the SDK runs workflows. It removes two costs by patches, then starts the SDK's own
// thread module.
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
// query `__stack_trace`. Without the option `stackTraces` the hook stays off; the SDK then answers that stack traces are not
// enabled.
if (!stackTraces) {
  const { GlobalHandlers } = requireHere("@temporalio/worker/lib/workflow/vm-shared") as {
    GlobalHandlers: { prototype: { setPromiseHook(): void } };
  };
  GlobalHandlers.prototype.setPromiseHook = () => {};
}

// 2. The SDK calls into workflow code several times for each activation, every time with a time-out, for which Node starts
// and ends an operating-system thread. Here a single time-out covers the whole activation, and the calls inside it have none.
// A task that never ends is stopped as before, because V8 ends everything that runs inside the outer call.
let insideGuard = false;
const { runInContext } = Script.prototype;
const WITHOUT_TIMEOUT: RunningScriptOptions = { displayErrors: true };
Script.prototype.runInContext = function (context: Context, options?: RunningScriptOptions): unknown {
  return runInContext.call(this, context, insideGuard ? WITHOUT_TIMEOUT : options);
};

const GUARDED = Symbol.for("tempograph.guarded");
const guardScript = new Script(`globalThis[Symbol.for("tempograph.guarded")]()`);
let timeoutMs = 5_000;

/** @throws ERR_SCRIPT_EXECUTION_TIMEOUT if `work` takes longer than `timeoutMs` before its first await */
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
      // V8 stopped the handler, so it will never answer. Answer with the error: the workflow task fails, as with the SDK's own
      // time-outs.
      const { message, name, stack } = error as Error;
      port.postMessage({ requestId, result: { type: "error", message, name, stack } });
    }
  };
}

const on = port.on.bind(port) as (event: string, listener: (...values: never[]) => void) => typeof port;
port.on = ((event: string, listener: (request: Request) => unknown) =>
  on(event, event === "message" ? guardActivations(listener) : listener)) as typeof port.on;

requireHere("@temporalio/worker/lib/workflow/workflow-worker-thread");
