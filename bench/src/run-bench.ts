import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say, UsageError, type Measuring, type Values } from "./benchmark.ts";
import { handWrittenSide } from "./hand-written/hand-written-side.ts";
import { readMachine } from "./measure/cpu-meter.ts";
import { measureLatency } from "./measure/measure-latency.ts";
import { measureThroughput } from "./measure/measure-throughput.ts";
import type { Side } from "./measure/side.ts";
import type { Round, Sample } from "./report/result.ts";
import { sampleLine } from "./report/table.ts";
import { startBenchStack } from "./stack/start-bench-stack.ts";
import { openBenchRun } from "./tempograph/open-bench-run.ts";
import { tempographSide } from "./tempograph/tempograph-side.ts";

/** The time of load before measuring, until caches, JIT and pools are warm. */
const WARM_UP_SECONDS = 4;

/**
 * Each workflow task leaves a timer behind, which Temporal takes up ten seconds later to see that the task has ended long since. A sample begins when those of the
 * sample before it are through; otherwise each side would pay for the one before it.
 */
const TIMERS_MS = 11_000;

export const benchOptions = {
  ...{ rounds: 5, seconds: 10, "in-flight": 32, pause: { default: 0, least: 0 } },
  ...{ only: "", "data-dir": null, profile: null },
} as const;

const SIDES: readonly Side["name"][] = ["handWritten", "tempograph", "burst", "floor"];

/** Starts all processes, and measures all rounds. */
export async function runBench(
  { rounds: count, seconds, pause, only, profile, ...rest }: Values<typeof benchOptions>,
  measuring: Measuring,
): Promise<readonly Partial<Round>[]> {
  const wanted = only.split(",").filter((name) => name !== "");
  const unknown = wanted.filter((name) => !SIDES.some((side) => side === name));
  if (unknown.length > 0)
    throw new UsageError(`There is no side ${unknown.join(", ")}; there are ${SIDES.join(", ")}.`);
  const inFlight = rest["in-flight"];
  const profileDir = profile === undefined ? undefined : resolve(profile);
  const stack = await startBenchStack({ dataDir: measuring.dataDir(), profileDir, say });
  measuring.atEnd(stack.stop);
  const { run, mirror } = await openBenchRun(stack, measuring);
  const all = [
    handWrittenSide(stack, "handWritten"),
    await tempographSide(stack, mirror, "step"),
    await tempographSide(stack, mirror, "burst"),
    handWrittenSide(stack, "floor"),
  ];
  for (const side of all) measuring.atEnd(side.close);
  const sides = all.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

  say("Warming up");
  for (const side of sides) await measureThroughput(run, side, inFlight, WARM_UP_SECONDS);
  const rounds: Partial<Round>[] = [];
  for (let round = 1; round <= count; round++) {
    say(`Round ${round} of ${count}`);
    const samples: Partial<Record<Side["name"], Sample>> = {};
    // Change the order of the sides from round to round, so that effects which grow during a run affect all sides equally.
    for (let turn = 0; turn < sides.length; turn++) {
      const side = sides[(turn + round) % sides.length] as Side;
      await sleep(TIMERS_MS);
      const before = readMachine();
      const begun = performance.now();
      const latency = await measureLatency(run, side, Math.max(1, Math.round(seconds / 2)), pause);
      const throughput = await measureThroughput(run, side, inFlight, seconds);
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
}
