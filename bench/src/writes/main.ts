import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "@tempograph/db";
import { runBenchmark, say, type Measuring, type Values } from "../benchmark.ts";
import { measureThroughput } from "../measure/measure-throughput.ts";
import { startBenchStack } from "../stack/start-bench-stack.ts";
import { openBenchRun } from "../tempograph/open-bench-run.ts";
import { tempographSide } from "../tempograph/tempograph-side.ts";
import { meterSettings, prepareMeter, readWrites, writesOf, type WriteCounts } from "./write-meter.ts";

const HELP = `bench:writes: what an execution of the reference job writes into Postgres: statements, commits, kilobytes of WAL, rows by table.

  --seconds <n>    of load for step and for burst; default 10
  --in-flight <n>  executions that are open at the same time; default 32
  --data-dir <dir> databases and logs; default: a new folder under the system's temporary one, removed in the end
  --json           accepted: the last line on stdout is one JSON object in any case
`;

/** After this long, each backend has told its statistics. */
const TOLD_MS = 2_000;

const options = { seconds: 10, "in-flight": 32, "data-dir": null } as const;

async function measure(values: Values<typeof options>, measuring: Measuring): Promise<object> {
  const { dataDir, atEnd } = measuring;
  const stack = await startBenchStack({ dataDir: dataDir(), postgresSettings: meterSettings, say });
  atEnd(stack.stop);
  const db = openDatabase(stack.postgres.url, { applicationName: "tempograph bench", max: 1 });
  atEnd(() => db.destroy());
  await prepareMeter(db);
  const { run, mirror } = await openBenchRun(stack, measuring);
  const result: Record<string, WriteCounts & { readonly perSecond: number; readonly mirrorLagP95Ms: number }> = {};
  for (const durability of ["step", "burst"] as const) {
    const side = await tempographSide(stack, mirror, durability);
    atEnd(side.close);
    await measureThroughput(run, side, values["in-flight"], 3);
    await sleep(TOLD_MS);
    const before = await readWrites(db);
    const throughput = await measureThroughput(run, side, values["in-flight"], values.seconds);
    await sleep(TOLD_MS);
    const writes = writesOf(before, await readWrites(db), throughput.executions);
    result[durability] = {
      perSecond: Math.round(throughput.perSecond * 10) / 10,
      mirrorLagP95Ms: Math.round(throughput.mirrorLag?.p95 ?? 0),
      ...writes,
    };
    say(`${durability}: ${JSON.stringify(result[durability])}`);
  }
  return result;
}

await runBenchmark({ help: HELP, options, measure });
