// This module runs in the thread in which the SDK runs workflows. It removes four costs by patches, then starts the SDK's
// own thread module.
import { createRequire } from "node:module";
import { Script, type Context, type RunningScriptOptions } from "node:vm";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { WorkflowThreadData } from "./install-workflow-thread.ts";

/** A request of the SDK's main thread to this one. */
interface Request {
  readonly requestId: bigint;
  readonly input: { readonly type: string; readonly runId?: string; readonly isolateExecutionTimeoutMs?: number };
}

interface Output {
  readonly type: string;
  readonly calls?: unknown;
  readonly sinkCalls?: unknown;
}

/** An answer of this thread. A message without `requestId` is a request of this thread to the main thread. */
interface Response {
  readonly requestId?: bigint;
  readonly result: { readonly type: string; readonly output?: Output; readonly [error: string]: unknown };
}

interface SinkCall {
  readonly ifaceName: string;
  readonly fnName: string;
}

const requireHere = createRequire(import.meta.url);
const port = parentPort!;
const { stackTraces } = workerData as WorkflowThreadData;

// 1. For each promise of workflow code the SDK's promise hook compiles a function and makes an Error, only to answer the
// query `__stack_trace`. Without the option `stackTraces`
// the hook stays off; the SDK then answers that stack traces are not enabled.
const { BaseVMWorkflow, GlobalHandlers } = requireHere("@temporalio/worker/lib/workflow/vm-shared") as {
  BaseVMWorkflow: { prototype: { getAndResetSinkCalls(): Promise<readonly SinkCall[]> } };
  GlobalHandlers: { prototype: { setPromiseHook(): void } };
};
if (!stackTraces) GlobalHandlers.prototype.setPromiseHook = () => {};

// 2. The SDK logs at debug level that a workflow starts and that it completes. Our Temporal runtime logs from info on, so
// these lines would be cloned with the whole workflow info and sent to the main thread for nothing.
const { getAndResetSinkCalls } = BaseVMWorkflow.prototype;
BaseVMWorkflow.prototype.getAndResetSinkCalls = async function () {
  const calls = await getAndResetSinkCalls.call(this);
  return calls.filter(({ ifaceName, fnName }) => ifaceName !== "__temporal_logger" || fnName !== "debug");
};

// 3. The SDK calls into workflow code several times for each activation, every time with a time-out, for which Node starts
// and ends an operating-system thread. Here a single time-out covers an activation and those that wait behind it, and the
// calls inside it have none. A task that never ends is stopped as before, because V8 ends everything that runs inside the
// outer call.
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
  withoutTimeouts(() => guardScript.runInThisContext({ timeout: timeoutMs, displayErrors: true }));
}

function withoutTimeouts(work: () => void): void {
  insideGuard = true;
  try {
    work();
  } finally {
    insideGuard = false;
  }
}

/**
 * The milliseconds for which one guard accepts further requests. The time is short for two reasons: the answers to all of these requests
 * are sent after the last one has been handled, and the last one's time-out is shorter by the time already spent.
 */
const GUARD_SHARED_MS = 10;

type Handle = (request: Request) => unknown;

function guardRequests(handle: Handle): (request: Request) => void {
  return (first) => {
    let request = first;
    timeoutMs = request.input.isolateExecutionTimeoutMs ?? timeoutMs;
    // Loading the bundle has time-outs of its own.
    if (request.input.type === "init") return void handle(request);
    // Making and disposing of a workflow's modules runs nothing that depends on an execution's input.
    if (request.input.type !== "activate-workflow") return withoutTimeouts(() => void handle(request));
    try {
      guarded(() => {
        const until = performance.now() + GUARD_SHARED_MS;
        for (;;) {
          void handle(request);
          const waiting = performance.now() < until ? receiveMessageOnPort(port) : undefined;
          if (waiting === undefined) return;
          request = waiting.message as Request;
        }
      });
    } catch (error) {
      // The handler was stopped before it could answer, so the error is sent here. As with the SDK's time-outs, the workflow
      // task fails.
      const { message, name, stack } = error as Error;
      activating.delete(request.requestId);
      answer({ requestId: request.requestId, result: { type: "error", message, name, stack } });
    }
  };
}

// 4. After each activation the SDK asks for the activation's sink calls with a second request. Here they go along with the
// answer (`install-workflow-thread.ts` takes them out), so each activation needs only one round trip between the threads.
const answer = port.postMessage.bind(port) as (response: Response) => void;
const activating = new Map<bigint, string>();
const withoutSinkCalls = new Map<bigint, Response>();
let ownRequestId = 0n;

function answerWithSinkCalls(handle: Handle): Handle {
  port.postMessage = ((response: Response) => {
    const { requestId, result } = response;
    if (requestId === undefined) return answer(response);
    const activation = withoutSinkCalls.get(requestId);
    if (activation !== undefined) {
      withoutSinkCalls.delete(requestId);
      const output = { ...activation.result.output!, sinkCalls: result.output?.calls };
      return answer({ ...activation, result: { ...activation.result, output } });
    }
    const runId = activating.get(requestId);
    activating.delete(requestId);
    if (runId === undefined || result.type !== "ok") return answer(response);
    withoutSinkCalls.set(--ownRequestId, response);
    return void handle({ requestId: ownRequestId, input: { type: "extract-sink-calls", runId } });
  }) as typeof port.postMessage;
  return (request) => {
    if (request.input.type === "activate-workflow") activating.set(request.requestId, request.input.runId!);
    return handle(request);
  };
}

const on = port.on.bind(port) as (event: string, listener: (...values: never[]) => void) => typeof port;
port.on = ((event: string, listener: Handle) =>
  on(event, event === "message" ? guardRequests(answerWithSinkCalls(listener)) : listener)) as typeof port.on;

requireHere("@temporalio/worker/lib/workflow/workflow-worker-thread");
