// A deliverer process for the test that kills it.
import { Client, Connection } from "@temporalio/client";
import { openDatabase } from "@tempograph/db";
import { createDeliverer } from "../deliver/create-deliverer.ts";
import { recordingLogger } from "./recording-logger.ts";
import { waitToBeKilled } from "./wait-to-be-killed.ts";

const { DATABASE_URL: databaseUrl = "", TEMPORAL_ADDRESS: address = "", NAMESPACE: namespace = "" } = process.env;

const connection = await Connection.connect({ address });
const deliverer = createDeliverer({
  ...{ db: openDatabase(databaseUrl), databaseUrl, client: new Client({ connection, namespace }) },
  ...{ logger: recordingLogger(), leaseMs: 1_000 },
  faultPoint: waitToBeKilled,
});
await deliverer.start();
process.stdout.write("ready\n");
