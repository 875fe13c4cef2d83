// A deliverer process for the test that kills it. At the fault point it prints the point's name and waits forever.
import { Client, Connection } from "@temporalio/client";
import { openDatabase } from "@tempograph/db";
import { createDeliverer } from "../deliver/create-deliverer.ts";
import { recordingLogger } from "./recording-logger.ts";

const {
  DATABASE_URL: databaseUrl = "",
  TEMPORAL_ADDRESS: address = "",
  NAMESPACE: namespace = "",
  POINT,
} = process.env;

const connection = await Connection.connect({ address });
const deliverer = createDeliverer({
  ...{ db: openDatabase(databaseUrl), databaseUrl, client: new Client({ connection, namespace }) },
  ...{ logger: recordingLogger(), leaseMs: 1_000 },
  async faultPoint(point) {
    if (point !== POINT) return;
    process.stdout.write(`at ${point}\n`);
    await new Promise(() => {});
  },
});
await deliverer.start();
process.stdout.write("ready\n");
