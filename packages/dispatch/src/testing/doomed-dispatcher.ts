// A dispatcher process for the test that kills it.
import { Client, Connection } from "@temporalio/client";
import { openDatabase } from "@tempograph/db";
import { createDispatcher } from "../create-dispatcher.ts";
import { recordingLogger } from "./recording-logger.ts";
import { waitToBeKilled } from "./wait-to-be-killed.ts";

const {
  DATABASE_URL: databaseUrl = "",
  TEMPORAL_ADDRESS: address = "",
  NAMESPACE: namespace = "",
  TASK_QUEUE: taskQueue = "",
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
  faultPoint: waitToBeKilled,
});
await dispatcher.start();
process.stdout.write("ready\n");
