import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openDatabase } from "@tempograph/db";
import { hearArrivals } from "../measure/arrivals.ts";
import { openCloses } from "../measure/closes.ts";
import { measureThroughput } from "../measure/measure-throughput.ts";
import { WallClock } from "../measure/wall-clock.ts";
import { startBenchStack } from "../stack/start-bench-stack.ts";
import { watchMirror } from "../tempograph/mirror-watch.ts";
import { tempographSide } from "../tempograph/tempograph-side.ts";
import { meterSettings, prepareMeter, readWrites, writesOf, type WriteCounts } from "./write-meter.ts";

const HELP = `bench:writes: what an execution of the reference job writes into Postgres: statements, commits, kilobytes of WAL, rows by table.

  --seconds <n>    of load for step and for burst; default 10
  --in-flight <n>  executions that are open at the same time; default 32
  --data-dir <dir> databases and logs; default: a new folder under the system's temporary one, removed in the end
  --json           accepted: the last line on stdout is one JSON object in any case
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
/** After this long, each backend has told its statistics. */
const TOLD_MS = 2_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string", default: "10" },
      "in-flight": { type: "string", default: "32" },
      "data-dir": { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const dataDir = values["data-dir"] ?? mkdtempSync(join(tmpdir(), "tempograph-bench-writes-"));
  const stack = await startBenchStack({ dataDir, postgresSettings: meterSettings, say });
  const ends: (() => unknown)[] = [];
  try {
    const db = openDatabase(stack.postgres.url, { applicationName: "tempograph bench", max: 1 });
    ends.push(() => db.destroy());
    await prepareMeter(db);
    const clock = new WallClock();
    const arrivals = await hearArrivals(String(stack.echo.ready["url"]));
    ends.push(arrivals.stop);
    const closes = await openCloses(stack.temporal.address, stack.temporal.namespace);
    ends.push(closes.stop);
    const mirror = await watchMirror(stack.postgres.url, clock.now);
    ends.push(mirror.stop);
    let number = 0;
    const run = { arrivals, closes, clock, nextNumber: () => ++number };
    const result: Record<string, WriteCounts & { readonly perSecond: number; readonly mirrorLagP95Ms: number }> = {};
    for (const durability of ["step", "burst"] as const) {
      const side = await tempographSide(stack, mirror, durability);
      ends.push(side.close);
      const inFlight = Number(values["in-flight"]);
      await measureThroughput(run, side, inFlight, 3);
      await sleep(TOLD_MS);
      const before = await readWrites(db);
      const throughput = await measureThroughput(run, side, inFlight, Number(values.seconds));
      await sleep(TOLD_MS);
      const writes = writesOf(before, await readWrites(db), throughput.executions);
      result[durability] = {
        perSecond: Math.round(throughput.perSecond * 10) / 10,
        mirrorLagP95Ms: Math.round(throughput.mirrorLag?.p95 ?? 0),
        ...writes,
      };
      say(`${durability}: ${JSON.stringify(result[durability])}`);
    }
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    for (const end of ends.toReversed()) await end();
    await stack.stop();
    if (values["data-dir"] === undefined) rmSync(dataDir, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
