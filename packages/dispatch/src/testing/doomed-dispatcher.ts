// A dispatcher process for the test that kills it. At the fault point it prints the point's name and waits forever.
import { Client, Connection } from "@temporalio/client";
import { openDatabase } from "@tempograph/db";
import { createDispatcher } from "../create-dispatcher.ts";
import { recordingLogger } from "./recording-logger.ts";

const {
  DATABASE_URL: databaseUrl = "",
  TEMPORAL_ADDRESS: address = "",
  NAMESPACE: namespace = "",
  TASK_QUEUE: taskQueue = "",
  POINT,
} = process.env;

const connection = await Connection.connect({ address });
const dispatcher = createDispatcher({
  ...{
    db: openDatabase(databaseUrl),
    databaseUrl,
    client: new Client({ connection, namespace }),
    taskQueue,
    eager: false,
    unsignedOperations: true,
  },
  ...{ logger: recordingLogger(), leaseMs: 1_000 },
  async faultPoint(point) {
    if (point !== POINT) return;
    process.stdout.write(`at ${point}\n`);
    await new Promise(() => {});
  },
});
await dispatcher.start();
process.stdout.write("ready\n");
