// A worker's runner of database triggers, for the test that kills it: it follows tables of the server at USERS_URL until it dies.
import { openDatabase } from "@tempograph/db";
import { ingestEvents } from "@tempograph/dispatch";
import type { Client } from "@temporalio/client";
import { createDatabaseKind } from "../database/database-kind.ts";
import { createTriggerRunner } from "../run/create-trigger-runner.ts";
import { postgresOpener } from "./database-world.ts";
import { quiet } from "./quiet.ts";

const { DATABASE_URL: databaseUrl = "", USERS_URL = "" } = process.env;
const runner = createTriggerRunner({
  ...{
    db: openDatabase(databaseUrl),
    databaseUrl,
    client: undefined as unknown as Client,
    taskQueue: "q",
    logger: quiet,
  },
  ...{ pollMs: 50, leaseMs: 500, kinds: new Map([["database", createDatabaseKind({ pollMs: 20, watchMs: 200 })]]) },
  ...{ ingest: ingestEvents as never, openPostgres: postgresOpener(USERS_URL) },
});
await runner.start();
