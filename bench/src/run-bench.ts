import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Arguments } from "./arguments.ts";
import { handWrittenSide } from "./hand-written/hand-written-side.ts";
import { hearArrivals } from "./measure/arrivals.ts";
import type { BenchRun } from "./measure/bench-run.ts";
import { openCloses } from "./measure/closes.ts";
import { readMachine } from "./measure/cpu-meter.ts";
import { measureLatency } from "./measure/measure-latency.ts";
import { measureThroughput } from "./measure/measure-throughput.ts";
import type { Side } from "./measure/side.ts";
import { WallClock } from "./measure/wall-clock.ts";
import type { Round, Sample } from "./report/result.ts";
import { sampleLine } from "./report/table.ts";
import { startBenchStack } from "./stack/start-bench-stack.ts";
import { watchMirror } from "./tempograph/mirror-watch.ts";
import { tempographSide } from "./tempograph/tempograph-side.ts";

/** The time of load before measuring, until caches, JIT and pools are warm. */
const WARM_UP_SECONDS = 4;

/**
 * Each workflow task leaves a timer behind, which Temporal takes up ten seconds later to see that the task has ended long since. A sample begins when those of the
 * sample before it are through; otherwise each side would pay for the one before it.
 */
const TIMERS_MS = 11_000;

/** Starts all processes, measures all rounds, and stops the processes. */
export async function runBench(
  args: Arguments,
  dataDir: string,
  say: (line: string) => void,
): Promise<readonly Partial<Round>[]> {
  const profileDir = args.profile === undefined ? undefined : resolve(args.profile);
  const stack = await startBenchStack({ dataDir, profileDir, say });
  const ends: (() => unknown)[] = [];
  try {
    const clock = new WallClock();
    const arrivals = await hearArrivals(String(stack.echo.ready["url"]));
    ends.push(arrivals.stop);
    const closes = await openCloses(stack.temporal.address, stack.temporal.namespace);
    ends.push(closes.stop);
    const mirror = await watchMirror(stack.postgres.url, clock.now);
    ends.push(mirror.stop);
    let number = 0;
    const run: BenchRun = { arrivals, closes, clock, nextNumber: () => ++number };
    const all = [
      handWrittenSide(stack, "handWritten"),
      await tempographSide(stack, mirror, "step"),
      await tempographSide(stack, mirror, "burst"),
      handWrittenSide(stack, "floor"),
    ];
    for (const side of all) ends.push(side.close);
    const sides = all.filter(({ name }) => args.only.length === 0 || args.only.includes(name));

    say("Warming up");
    for (const side of sides) await measureThroughput(run, side, args.inFlight, WARM_UP_SECONDS);
    const rounds: Partial<Round>[] = [];
    for (let round = 1; round <= args.rounds; round++) {
      say(`Round ${round} of ${args.rounds}`);
      const samples: Partial<Record<Side["name"], Sample>> = {};
      // Change the order of the sides from round to round, so that effects which grow during a run affect all sides equally.
      for (let turn = 0; turn < sides.length; turn++) {
        const side = sides[(turn + round) % sides.length] as Side;
        await sleep(TIMERS_MS);
        const before = readMachine();
        const begun = performance.now();
        const latency = await measureLatency(run, side, Math.max(1, Math.round(args.seconds / 2)), args.pauseMs);
        const throughput = await measureThroughput(run, side, args.inFlight, args.seconds);
        const after = readMachine();
        const others = after.busy - before.busy - (after.own - before.own);
        const otherCores = Math.max(0, others / ((performance.now() - begun) / 1_000));
        const sample: Sample = { throughput, latency, otherCores };
        samples[side.name] = sample;
        say(`  ${sampleLine(side.name, sample)}`);
      }
      rounds.push(samples);
    }
    return rounds;
  } finally {
    for (const end of ends.toReversed()) await end();
    await stack.stop();
  }
}
