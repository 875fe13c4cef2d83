import { setTimeout as sleep } from "node:timers/promises";
import { runBenchmark, say, type Measuring, type Values } from "../benchmark.ts";
import type { Arrivals } from "../measure/arrivals.ts";
import { cpuSince, readCpu } from "../measure/cpu-meter.ts";
import { readMemory } from "../measure/memory-meter.ts";
import type { Side } from "../measure/side.ts";
import { verifyCalls } from "../measure/verify-calls.ts";
import { startBenchStack } from "../stack/start-bench-stack.ts";
import { openBenchRun } from "../tempograph/open-bench-run.ts";
import { tempographSide } from "../tempograph/tempograph-side.ts";

const HELP = `bench:footprint: what Tempograph uses with nothing to do, and whether its memory grows with the number of executions.

  --idle-s <n>     seconds without load that are measured; default 60
  --executions <n> of the reference job, half of them burst; default 20000. 0: only the idle stack
  --in-flight <n>  executions that are open at the same time; default 32
  --data-dir <dir> databases and logs; default: a new folder under the system's temporary one, removed in the end
  --json           accepted: the last line on stdout is one JSON object in any case
`;

/** A sample of memory is taken after so many executions. */
const CHUNK = 1_000;
/** After this long, start-up work is done, and what was put off has run. */
const SETTLE_MS = 45_000;

type Parts = Readonly<Record<string, number>>;
interface Sample {
  readonly executions: number;
  readonly mb: Parts;
}

const round = (value: number): number => Math.round(value * 100) / 100;
const sum = (parts: Parts): number => round(Object.values(parts).reduce((all, one) => all + one, 0));

const options = {
  "idle-s": 60,
  executions: { default: 20_000, least: 0 },
  "in-flight": 32,
  "data-dir": null,
} as const;

async function measure(values: Values<typeof options>, measuring: Measuring): Promise<object> {
  const { dataDir, atEnd } = measuring;
  const stack = await startBenchStack({ dataDir: dataDir(), say });
  atEnd(stack.stop);
  // Only Tempograph is measured.
  for (const program of [stack.handWritten.worker, stack.handWritten.endpoint]) await program.stop();
  const roots = {
    ...{ api: stack.tempograph.api.pid, worker: stack.tempograph.worker.pid },
    ...{ temporal: stack.temporal.pid ?? 0, postgres: stack.postgres.pid ?? 0 },
  };
  const idle = await measureIdle(roots, values["idle-s"]);
  say(`idle: ${JSON.stringify(idle)}`);

  const { run, mirror } = await openBenchRun(stack, measuring);
  const sides = [await tempographSide(stack, mirror, "step"), await tempographSide(stack, mirror, "burst")];
  for (const side of sides) atEnd(side.close);
  const samples: Sample[] = [];
  for (let done = 0; done < values.executions;) {
    const count = Math.min(CHUNK, values.executions - done);
    await runChunk(sides[Math.floor(done / CHUNK) % 2]!, run.arrivals, { from: done, count }, values["in-flight"]);
    done += count;
    samples.push({ executions: done, mb: readMemory(roots) });
    say(JSON.stringify(samples.at(-1)));
  }
  const load = samples.length === 0 ? null : { samples, growthMbPer1000: growth(samples.slice(samples.length / 2)) };
  return { idle, load };
}

async function measureIdle(roots: Parts, seconds: number) {
  await sleep(SETTLE_MS);
  const before = readCpu(roots);
  await sleep(seconds * 1_000);
  const cpu = cpuSince(before, readCpu(roots));
  const mb = readMemory(roots);
  const percentOfACore = Object.fromEntries(
    Object.entries(cpu).map(([part, used]) => [part, round((used / seconds) * 100)]),
  );
  return { mb: { ...mb, all: sum(mb) }, percentOfACore: { ...percentOfACore, all: sum(percentOfACore) } };
}

/** Runs executions, and throws unless each of them has made its calls once or more and is mirrored as completed. */
async function runChunk(
  side: Side,
  arrivals: Arrivals,
  { from, count }: { readonly from: number; readonly count: number },
  inFlight: number,
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => from + index + 1);
  const left = [...numbers];
  const ids: string[] = [];
  const lane = async (): Promise<void> => {
    for (let n = left.pop(); n !== undefined; n = left.pop()) {
      const arrived = arrivals.of(n);
      await side.send(n);
      ids.push((await arrived).id);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  await side.caughtUp();
  await side.verify?.(ids);
  verifyCalls(side, numbers, await arrivals.tally());
}

/** Megabytes by which each part grows per 1,000 executions: the slope of the line with the least squares. */
function growth(samples: readonly Sample[]): Parts {
  const mean = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0) / values.length;
  const xs = samples.map(({ executions }) => executions / 1_000);
  const slope = (ys: readonly number[]): number => {
    const [x0, y0] = [mean(xs), mean(ys)];
    const above = mean(xs.map((x, index) => (x - x0) * (ys[index]! - y0)));
    return round(above / (mean(xs.map((x) => (x - x0) ** 2)) || 1));
  };
  const parts = Object.keys(samples[0]?.mb ?? {});
  return Object.fromEntries(parts.map((part) => [part, slope(samples.map(({ mb }) => mb[part]!))]));
}

await runBenchmark({ help: HELP, options, measure });
