// A worker's runner of triggers, for the test that kills it: it reads the list at SOURCE_URL until it dies.
import { openDatabase } from "@tempograph/db";
import { pollRunner } from "../testing/poll-world.ts";

const { DATABASE_URL: databaseUrl = "", SOURCE_URL: url = "" } = process.env;
const db = openDatabase(databaseUrl);
const runner = pollRunner(
  { db, databaseUrl },
  async ({ cursor }) => {
    const response = await fetch(`${url}?after=${JSON.stringify(cursor ?? 0)}`);
    return (await response.json()) as never;
  },
  { dueLeaseMs: 400 },
);
await runner.start();
process.stdout.write("ready\n");
