// This module runs in the thread in which the SDK runs workflows. It removes six costs by patches, then starts the SDK's
// own thread module.
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { guardRequests, type Request } from "./guard-session.ts";
import type { WorkflowThreadData } from "./install-workflow-thread.ts";
import { installLightScope } from "./light-scope.ts";

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
const { stackTraces, sent } = workerData as WorkflowThreadData;

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

// 3. The SDK gives every call into workflow code a time-out of its own, for which Node.js starts and ends an operating-system thread. A single one
// covers many activations (`guard-session.ts`).

// 4. After each activation the SDK asks for the activation's sink calls with a second request. Here they go along with the
// answer (`install-workflow-thread.ts` takes them out), so each activation needs only one round trip between the threads.
type Handle = (request: Request) => unknown;
const answer = port.postMessage.bind(port) as (response: Response) => void;
/** The requests that have no answer yet, with the run of an activation. */
const unanswered = new Map<bigint, string | undefined>();
const withoutSinkCalls = new Map<bigint, Response>();
let ownRequestId = 0n;

function answerWithSinkCalls(handle: Handle): Handle {
  const finish = (response: Response): void => {
    unanswered.delete(response.requestId!);
    answer(response);
  };
  port.postMessage = ((response: Response) => {
    const { requestId, result } = response;
    if (requestId === undefined) return answer(response);
    const activation = withoutSinkCalls.get(requestId);
    if (activation !== undefined) {
      withoutSinkCalls.delete(requestId);
      const output = { ...activation.result.output!, sinkCalls: result.output?.calls };
      return finish({ ...activation, result: { ...activation.result, output } });
    }
    const runId = unanswered.get(requestId);
    if (runId === undefined || result.type !== "ok") return finish(response);
    withoutSinkCalls.set(--ownRequestId, response);
    return void handle({ requestId: ownRequestId, input: { type: "extract-sink-calls", runId } });
  }) as typeof port.postMessage;
  return (request) => {
    const { type, runId } = request.input;
    unanswered.set(request.requestId, type === "activate-workflow" ? runId : undefined);
    return handle(request);
  };
}

/** The handler was stopped before it could answer, so the error is sent here. As with the SDK's time-outs, the workflow task fails. */
function fail({ requestId }: Request, { name, message, stack }: Error): boolean {
  if (!unanswered.delete(requestId)) return false;
  answer({ requestId, result: { type: "error", message, name, stack } });
  return true;
}

// 5. The SDK exchanges all global variables when the thread goes over to another workflow.
installLightScope();

// 6. The SDK reads the source map out of the bundle's last comment and keeps the comment, which is more than half of the text and which V8
// keeps a second time.
const withoutMap =
  (handle: Handle): Handle =>
  (request) => {
    const bundle = request.input.workflowBundle;
    if (bundle !== undefined) bundle.code = bundle.code.slice(0, mapBegins(bundle.code));
    return handle(request);
  };

function mapBegins(code: string): number {
  const at = code.lastIndexOf("\n//# sourceMappingURL=data:");
  return at === -1 ? code.length : at;
}

const on = port.on.bind(port) as (event: string, listener: (...values: never[]) => void) => typeof port;
port.on = ((event: string, listener: Handle) => {
  if (event !== "message") return on(event, listener);
  return on(event, guardRequests({ port, sent, handle: answerWithSinkCalls(withoutMap(listener)), fail }));
}) as typeof port.on;

requireHere("@temporalio/worker/lib/workflow/workflow-worker-thread");
