import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from "@temporalio/worker";
import { quietTemporalRuntime, temporalAddress, uniqueTaskQueue, waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installWorkflowThread } from "./install-workflow-thread.ts";

let connection: Connection;
let native: NativeConnection;
let client: Client;
let workflowBundle: { readonly code: string };
beforeAll(async () => {
  quietTemporalRuntime();
  connection = await Connection.connect({ address: temporalAddress() });
  native = await NativeConnection.connect({ address: temporalAddress() });
  client = new Client({ connection });
  const workflowsPath = fileURLToPath(new URL("../test-kit/runaway-workflow.ts", import.meta.url));
  workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger("ERROR") });
});
afterAll(async () => {
  await connection.close();
  await native.close();
});

async function withWorker(install: () => () => void, work: (taskQueue: string) => Promise<void>): Promise<void> {
  const taskQueue = uniqueTaskQueue();
  const uninstall = install();
  const worker = await Worker.create({
    ...{ connection: native, taskQueue, workflowBundle, isolateExecutionTimeout: "1s" },
  });
  uninstall();
  await worker.runUntil(work(taskQueue));
}

const start = (workflow: string, taskQueue: string) =>
  client.workflow.start(workflow, { taskQueue, workflowId: `${workflow}-${crypto.randomUUID()}` });

/** Takes our thread away, which an earlier file of this process may have installed. */
const installStockThread = (): (() => void) => {
  installWorkflowThread({ stackTraces: false })();
  return () => {};
};

const threads: readonly (readonly [string, () => () => void])[] = [
  ["the SDK's thread", installStockThread],
  ["our thread", () => installWorkflowThread({ stackTraces: false })],
];

describe.each(threads)("%s", (_name, install) => {
  test("a workflow task that never ends is stopped and fails; other executions go on", async () => {
    await withWorker(install, async (taskQueue) => {
      const quick = async () => expect(await (await start("isQuick", taskQueue)).result()).toBe("done");
      await quick();
      const runaway = await start("runsAway", taskQueue);
      const failure = await waitFor(
        async () => {
          const { events } = await runaway.fetchHistory();
          return events?.find((event) => event.workflowTaskFailedEventAttributes)?.workflowTaskFailedEventAttributes;
        },
        { timeoutMs: 30_000, what: "the runaway's workflow task to fail" },
      );
      expect(failure.failure?.message).toBe("Script execution timed out after 1000ms");
      await quick();
      // The next attempts end in the same way, so the thread is still guarded.
      await waitFor(async () => ((await runaway.describe()).raw.pendingWorkflowTask?.attempt ?? 0) >= 3, {
        timeoutMs: 30_000,
        what: "a third attempt",
      });
      await quick();
      await runaway.terminate();
    });
  });
});

test("`__stack_trace` answers if stack traces are enabled, and otherwise says that they are not", async () => {
  const traceOf = async (stackTraces: boolean): Promise<string> => {
    let answer = "";
    await withWorker(
      () => installWorkflowThread({ stackTraces }),
      async (taskQueue) => {
        const handle = await start("waitsHere", taskQueue);
        await waitFor(async () => (await handle.describe()).historyLength >= 4);
        answer = await handle.query<string>("__stack_trace").catch((error: Error) => error.message);
        await handle.terminate();
      },
    );
    return answer;
  };
  expect(await traceOf(true)).toMatch(/at waitsHere .*runaway-workflow\.ts/);
  expect(await traceOf(false)).toBe("Workflow stack traces are not enabled on this worker");
});
