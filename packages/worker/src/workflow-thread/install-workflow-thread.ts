import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Worker as Thread } from "node:worker_threads";

export interface WorkflowThreadOptions {
  /** Whether to answer Temporal's query `__stack_trace`, which costs an Error for every promise that workflow code makes. */
  readonly stackTraces: boolean;
}

/** The `workerData` of the thread. */
export interface WorkflowThreadData extends WorkflowThreadOptions {
  /** Its first number rises with every message to the thread, which waits for that. */
  readonly sent: Int32Array;
}

/** A thread that can wait for a message without going back to its event loop. */
class WorkflowThread extends Thread {
  readonly #sent: Int32Array;

  constructor(path: string, options: WorkflowThreadOptions) {
    const sent = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    super(path, { workerData: { ...options, sent } satisfies WorkflowThreadData });
    this.#sent = sent;
  }

  override postMessage(...message: Parameters<Thread["postMessage"]>): void {
    super.postMessage(...message);
    Atomics.add(this.#sent, 0, 1);
    Atomics.notify(this.#sent, 0);
  }
}

/** The parts of the SDK's `lib/workflow/threaded-vm.js` that are used here. `sdk-internals.test.ts` fails if the file changes. */
interface ThreadedVm {
  readonly WorkerThreadClient: new (
    thread: Thread,
    logger: unknown,
    patchActivationCallback: unknown,
  ) => { send(input: Input): Promise<Output> };
  readonly ThreadedVMWorkflowCreator: (new (clients: readonly unknown[]) => unknown) & {
    create(options: CreateOptions): Promise<unknown>;
  };
}

interface Input {
  readonly type: string;
  readonly runId?: string;
  readonly [more: string]: unknown;
}

type Output = { readonly type: string; readonly calls?: unknown; readonly sinkCalls?: readonly unknown[] } | undefined;

interface CreateOptions {
  readonly threadPoolSize: number;
  readonly logger: unknown;
  readonly patchActivationCallback?: unknown;
  readonly [more: string]: unknown;
}

const { ThreadedVMWorkflowCreator: creator, WorkerThreadClient } = createRequire(import.meta.url)(
  "@temporalio/worker/lib/workflow/threaded-vm",
) as ThreadedVm;
const createStockThreads = creator.create;

/** Takes the sink calls of an activation out of its answer, into which our thread puts them, instead of requesting them. */
class Client extends WorkerThreadClient {
  readonly #sinkCalls = new Map<string, readonly unknown[]>();

  override async send(input: Input): Promise<Output> {
    const calls = input.type === "extract-sink-calls" ? this.#sinkCalls.get(input.runId!) : undefined;
    if (calls !== undefined) {
      this.#sinkCalls.delete(input.runId!);
      return { type: "sink-calls", calls };
    }
    const output = await super.send(input);
    if (output?.sinkCalls !== undefined) this.#sinkCalls.set(input.runId!, output.sinkCalls);
    return output;
  }
}

/**
 * Makes every Worker that this process creates from now on run its workflows in our thread (`workflow-thread.ts`), which loads the
 * SDK's own thread module and makes it cheaper. Returns a function that restores the SDK's thread.
 */
export function installWorkflowThread(options: WorkflowThreadOptions): () => void {
  const path = fileURLToPath(import.meta.resolve("@tempograph/worker/workflow-thread"));
  creator.create = async ({ threadPoolSize, logger, patchActivationCallback, ...init }) => {
    const clients = Array.from({ length: threadPoolSize }, () => {
      return new Client(new WorkflowThread(path, options), logger, patchActivationCallback);
    });
    const hasPatchActivationCallback = patchActivationCallback !== undefined;
    await Promise.all(clients.map((client) => client.send({ type: "init", ...init, hasPatchActivationCallback })));
    return new creator(clients);
  };
  return () => {
    creator.create = createStockThreads;
  };
}
