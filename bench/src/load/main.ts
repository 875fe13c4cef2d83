import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrateToLatest, openDatabase } from "@tempograph/db";
import { startPostgres } from "@tempograph/local-stack";
import { burst, publishMany } from "./burst.ts";

const HELP = `bench:load: a burst of events with many active triggers, on a real Postgres with durable commits. One dispatcher writes what became of them.

  --workflows <n>  each has a trigger; default 10000. Half of them listen to one type, with a condition each; the others to a type of their own
  --events <n>     default 10000. Half of them are of the one type, and each starts one workflow
  --json           accepted: the last line on stdout is one JSON object in any case
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workflows: { type: "string", default: "10000" },
      events: { type: "string", default: "10000" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const [workflows, events] = [Number(values.workflows), Number(values.events)];
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-bench-load-"));
  const postgres = await startPostgres({ dataDir, databaseUrl: "" });
  try {
    await migrateToLatest(postgres.url);
    const db = openDatabase(postgres.url, { applicationName: "tempograph bench" });
    try {
      const startedAt = performance.now();
      await publishMany(db, workflows);
      const publishedMs = performance.now() - startedAt;
      const { storedMs, dispatchedMs, peakMb, ledger, outcomeRows } = await burst(db, workflows, events);
      const s = (ms: number) => Number((ms / 1_000).toFixed(2));
      const seconds = { publish: s(publishedMs), store: s(storedMs), dispatch: s(dispatchedMs) };
      const { wrong, ...sums } = ledger;
      if (wrong.length > 0) throw new Error(`The ledger is not complete: ${wrong.join(", ")}`);
      process.stdout.write(`${JSON.stringify({ seconds, peakMb: Math.round(peakMb), outcomeRows, ledger: sums })}\n`);
    } finally {
      await db.destroy();
    }
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await main();
