import { fileURLToPath } from "node:url";
import { DefaultLogger, NativeConnection, Runtime, Worker, type InjectedSinks } from "@temporalio/worker";
import { request } from "undici";
import * as activities from "./activities.ts";
import type { StepBody } from "./event.ts";
import type { BenchSinks } from "./workflow.ts";

Runtime.install({ logger: new DefaultLogger("WARN") });
const connection = await NativeConnection.connect({ address: process.env["TEMPORAL_ADDRESS"] ?? "" });
/** The one call of an execution that is empty itself. */
async function closing(execution: string, n: number): Promise<void> {
  const body: StepBody = { n, step: "gift", execution, title: "" };
  const answer = await request(`${process.env["ECHO_URL"]}/post`, { method: "POST", body: JSON.stringify(body) });
  await answer.body.dump();
}

const sinks: InjectedSinks<BenchSinks> = {
  bench: { closing: { fn: ({ workflowId }, n) => closing(workflowId, n) } },
};
const worker = await Worker.create({
  connection,
  namespace: process.env["TEMPORAL_NAMESPACE"] ?? "default",
  taskQueue: process.env["TASK_QUEUE"] ?? "",
  workflowsPath: fileURLToPath(new URL("./workflow.ts", import.meta.url)),
  activities,
  sinks,
});
const running = worker.run();
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
// The SDK listens for SIGTERM and shuts the worker down.
await running;
await connection.close();
process.exit(0);
