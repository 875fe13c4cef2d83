// A reader process for the test that kills it. It reads until it dies, from the server whose address is in the file USERS_URL_FILE.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { DATABASE_OPERATIONS as OPERATIONS } from "@tempograph/graph";
import { openDatabase } from "@tempograph/db";
import { readOutbox } from "../database/outbox/read-outbox.ts";
import { readReplication } from "../database/replication/read-replication.ts";
import { openClient, storeIn } from "./database-world.ts";

const { DATABASE_URL = "", USERS_URL_FILE = "", NAME: name = "", MODE } = process.env;
const store = storeIn(openDatabase(DATABASE_URL));
const { signal } = new AbortController();
const common = { table: "public.orders", filter: { operations: OPERATIONS }, store, signal };
process.stdout.write("ready\n");
for (;;) {
  try {
    const client = await openClient(readFileSync(USERS_URL_FILE, "utf8"), MODE === "replication");
    if (MODE === "replication") await readReplication({ ...common, client, slot: name, publication: name });
    else await readOutbox({ ...common, client, name, pollMs: 50 });
  } catch {
    // The server is away, or still believes in the reader that was killed.
    await sleep(100);
  }
}
