import { fileURLToPath } from "node:url";
import { DefaultLogger, NativeConnection, Runtime, Worker } from "@temporalio/worker";
import * as activities from "./activities.ts";

Runtime.install({ logger: new DefaultLogger("WARN") });
const connection = await NativeConnection.connect({ address: process.env["TEMPORAL_ADDRESS"] ?? "" });
const worker = await Worker.create({
  connection,
  namespace: process.env["TEMPORAL_NAMESPACE"] ?? "default",
  taskQueue: process.env["TASK_QUEUE"] ?? "",
  workflowsPath: fileURLToPath(new URL("./workflow.ts", import.meta.url)),
  activities,
});
const running = worker.run();
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
// The SDK listens for SIGTERM and shuts the worker down.
await running;
await connection.close();
process.exit(0);
