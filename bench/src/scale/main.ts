import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { startKeptDatabase } from "./kept-database.ts";
import { measureLists } from "./measure-lists.ts";

const HELP = `bench:scale: how long the API's lists, filters, orders and counts take in a large database, in milliseconds over HTTP.

  --executions <n> default 1000000
  --history <n>    history events; default 30000000
  --workflows <n>  default 100000
  --triggers <n>   workflows with a trigger for one type of events; default 10000
  --calls <n>      calls of each list, with different values; default 100
  --most-s <n>     seconds after which a slow list is asked no more; default 30
  --only <text>    only lists whose name contains it, such as \`executions?text\`
  --cache-dir <d>  where filled databases are kept; default: tempograph/bench in the user's cache folder. A full one has 30 GB
  --json           accepted: the last line on stdout is one JSON object in any case

The database is filled by SQL once and kept, so that the next run begins at once. What another benchmark measures is null here, with the
reason in notMeasured.
`;

const AIM_MS = 20;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      executions: { type: "string", default: "1000000" },
      history: { type: "string", default: "30000000" },
      workflows: { type: "string", default: "100000" },
      triggers: { type: "string", default: "10000" },
      calls: { type: "string", default: "100" },
      "most-s": { type: "string", default: "30" },
      only: { type: "string" },
      "cache-dir": { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const sizes = {
    ...{ executions: Number(values.executions), historyEvents: Number(values.history) },
    ...{ workflows: Number(values.workflows), triggers: Number(values.triggers) },
  };
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const cacheDir = values["cache-dir"] ?? join(cache, "tempograph", "bench");
  const { postgres, dataDir } = await startKeptDatabase({ cacheDir, sizes, say });
  try {
    const { lists, notMeasured } = await measureLists({
      ...{ databaseUrl: postgres.roleUrls!.api, migrationDatabaseUrl: postgres.url, dataDir, say, only: values.only },
      ...{ calls: Number(values.calls), mostMs: Number(values["most-s"]) * 1_000 },
    });
    const slow = Object.entries(lists).filter(([, { p99 }]) => p99 > AIM_MS);
    for (const [name, { p50, p99 }] of slow.toSorted(([, a], [, b]) => b.p99 - a.p99))
      say(`over ${AIM_MS} ms: ${name}, p50 ${p50}, p99 ${p99}`);
    const matchMs10000 = values.only === undefined ? await matchMs() : null;
    const elsewhere = {
      ...(matchMs10000 === null && { matchMs10000: "Left out with --only; `npm run bench:match` measures it." }),
      ingestPerS: "`npm run bench:ingest` measures it.",
      subscribers: "There is no benchmark of subscribers yet.",
      mirrorLagMs:
        "There is no benchmark of the mirror under load yet; `npm run bench:steps` measures one long execution.",
      retentionRowsPerS: "Rows are not removed yet.",
    };
    process.stdout.write(
      `${JSON.stringify({
        ...{ sizes, lists: Object.keys(lists).length, overAim: slow.length, listsMs: lists, matchMs10000 },
        ...{ ingestPerS: null, subscribers: null, mirrorLagMs: null, retentionRowsPerS: null },
        notMeasured: { ...notMeasured, ...elsewhere },
      })}\n`,
    );
  } finally {
    await postgres.stop();
  }
}

/** What `bench:match` says of 10,000 triggers of the event's type. */
async function matchMs(): Promise<number> {
  const script = fileURLToPath(new URL("../match/main.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, script, "--json"]);
  const last = stdout.trim().split("\n").at(-1)!;
  return (JSON.parse(last) as { readonly msPerEvent: { readonly same10000: number } }).msPerEvent.same10000;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
