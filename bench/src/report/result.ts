import { availableParallelism } from "node:os";
import type { Latency } from "../measure/measure-latency.ts";
import type { Throughput } from "../measure/measure-throughput.ts";
import { median } from "../measure/percentile.ts";
import type { Side } from "../measure/side.ts";

/** One side in one round. */
export type Sample = {
  readonly throughput: Throughput;
  readonly latency: Latency;
  /** The number of cores that other programs on this machine kept busy in the meantime. */
  readonly otherCores: number;
};
export type Round = Readonly<Record<Side["name"], Sample>>;

/** Tempograph divided by what it is compared with. Above 1 is better for throughput and worse for the others. */
export type Ratio = {
  readonly throughput: number;
  readonly p50: number;
  /** From the event to the first activity. */
  readonly firstCall: number;
  readonly cpu: number;
  readonly events: number;
};

export type Absolute = {
  readonly executions: number;
  /** The executions completed per second, with 32 in flight. */
  readonly throughput: number;
  /** Milliseconds, with 1 in flight. */
  readonly p50: number;
  readonly p95: number;
  /** Milliseconds from the event to the first activity, p50 with 1 in flight. */
  readonly firstCall: number;
  /** CPU seconds per 1,000 executions, including the mirror's work. */
  readonly cpu: number;
  readonly cpuParts: Readonly<Record<string, number>>;
  readonly events: number;
  /** Milliseconds from the close in Temporal to the mirrored rows, with 1 and with 32 in flight. */
  readonly mirrorLag?: {
    readonly p50: number;
    readonly p95: number;
    readonly loadedP50: number;
    readonly loadedP95: number;
  };
  /** The number of calls that reached the echo server more than once. */
  readonly repeatedCalls: number;
};

export type BenchResult = {
  readonly ratio: Ratio;
  readonly burst: Ratio;
  /** The burst divided by an empty workflow. */
  readonly floor: Ratio;
  readonly tempograph: Absolute;
  readonly tempographBurst: Absolute;
  readonly handWritten: Absolute;
  readonly emptyWorkflow: Absolute;
  /** `otherCores` is the average number of cores that other programs kept busy. Unless it is near 0, the figures are noise. */
  readonly machine: { readonly cores: number; readonly node: string; readonly otherCores: number };
  readonly rounds: number;
};

export function toResult(rounds: readonly Round[]): BenchResult {
  return {
    ratio: ratioOf(rounds, "tempograph"),
    burst: ratioOf(rounds, "burst"),
    floor: ratioOf(rounds, "burst", "floor"),
    tempograph: absoluteOf(rounds, "tempograph"),
    tempographBurst: absoluteOf(rounds, "burst"),
    handWritten: absoluteOf(rounds, "handWritten"),
    emptyWorkflow: absoluteOf(rounds, "floor"),
    machine: { cores: availableParallelism(), node: process.versions.node, otherCores: otherCores(rounds) },
    rounds: rounds.length,
  };
}

function otherCores(rounds: readonly Round[]): number {
  const all = rounds.flatMap((each) => Object.values(each).map((sample) => sample.otherCores));
  return round(all.reduce((sum, each) => sum + each, 0) / all.length, 2);
}

/** The median of the ratios of the rounds, because other load on the machine affects both sides of a round. */
function ratioOf(
  rounds: readonly Round[],
  name: "tempograph" | "burst",
  to: "handWritten" | "floor" = "handWritten",
): Ratio {
  const of = (read: (sample: Sample) => number): number =>
    round(median(rounds.map((each) => read(each[name]) / read(each[to]))), 3);
  return {
    throughput: of((sample) => sample.throughput.perSecond),
    p50: of((sample) => sample.latency.p50),
    firstCall: of((sample) => sample.latency.firstCall),
    cpu: of((sample) => sample.throughput.cpuMs.total),
    events: of((sample) => sample.throughput.historyEvents),
  };
}

function absoluteOf(rounds: readonly Round[], name: Side["name"]): Absolute {
  const samples = rounds.map((each) => each[name]);
  const of = (read: (sample: Sample) => number, digits = 1): number => round(median(samples.map(read)), digits);
  const parts = Object.keys(samples[0]?.throughput.cpuMs.parts ?? {});
  const total = (read: (sample: Sample) => number): number => samples.reduce((sum, sample) => sum + read(sample), 0);
  const hasMirror = samples[0]?.throughput.mirrorLag !== undefined;
  return {
    executions: total(({ throughput, latency }) => throughput.executions + latency.executions),
    throughput: of((sample) => sample.throughput.perSecond),
    p50: of((sample) => sample.latency.p50),
    p95: of((sample) => sample.latency.p95),
    firstCall: of((sample) => sample.latency.firstCall),
    cpu: of((sample) => sample.throughput.cpuMs.total),
    cpuParts: Object.fromEntries(parts.map((part) => [part, of((sample) => sample.throughput.cpuMs.parts[part] ?? 0)])),
    events: of((sample) => sample.throughput.historyEvents, 2),
    ...(hasMirror && {
      mirrorLag: {
        p50: of((sample) => sample.latency.mirrorLag?.p50 ?? Number.NaN),
        p95: of((sample) => sample.latency.mirrorLag?.p95 ?? Number.NaN),
        loadedP50: of((sample) => sample.throughput.mirrorLag?.p50 ?? Number.NaN),
        loadedP95: of((sample) => sample.throughput.mirrorLag?.p95 ?? Number.NaN),
      },
    }),
    repeatedCalls: total(({ throughput }) => throughput.repeatedCalls),
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
