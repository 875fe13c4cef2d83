import { migrateToLatest, openDatabase } from "@tempograph/db";
import { startPostgres } from "@tempograph/local-stack";
import { runBenchmark } from "../benchmark.ts";
import { burst, publishMany } from "./burst.ts";

const HELP = `bench:load: a burst of events with many active triggers, on a real Postgres with durable commits. One dispatcher writes what became of them.

  --workflows <n>  each has a trigger; default 10000. Half of them listen to one type, with a condition each; the others to a type of their own
  --events <n>     default 10000. Half of them are of the one type, and each starts one workflow
  --data-dir <dir> databases and logs; default: a new folder under the system's temporary one, removed in the end
  --json           accepted: the last line on stdout is one JSON object in any case
`;

await runBenchmark({
  help: HELP,
  options: { workflows: 10_000, events: 10_000, "data-dir": null },
  async measure({ workflows, events }, { dataDir, atEnd }) {
    const postgres = await startPostgres({ dataDir: dataDir(), databaseUrl: "" });
    atEnd(() => postgres.stop());
    await migrateToLatest(postgres.url);
    const db = openDatabase(postgres.url, { applicationName: "tempograph bench" });
    atEnd(() => db.destroy());
    const startedAt = performance.now();
    await publishMany(db, workflows);
    const publishedMs = performance.now() - startedAt;
    const { storedMs, dispatchedMs, peakMb, ledger, outcomeRows } = await burst(db, workflows, events);
    const s = (ms: number) => Number((ms / 1_000).toFixed(2));
    const seconds = { publish: s(publishedMs), store: s(storedMs), dispatch: s(dispatchedMs) };
    const { wrong, ...sums } = ledger;
    if (wrong.length > 0) throw new Error(`The ledger is not complete: ${wrong.join(", ")}`);
    return { seconds, peakMb: Math.round(peakMb), outcomeRows, ledger: sums };
  },
});
