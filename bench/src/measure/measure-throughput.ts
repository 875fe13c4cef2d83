import { setTimeout as sleep } from "node:timers/promises";
import type { BenchRun } from "./bench-run.ts";
import type { Close } from "./closes.ts";
import { cpuSince, type CpuParts } from "./cpu-meter.ts";
import { percentile } from "./percentile.ts";
import type { Side } from "./side.ts";
import { verifyCalls } from "./verify-calls.ts";

export type Throughput = {
  readonly executions: number;
  /** The number of executions completed per second. */
  readonly perSecond: number;
  /** Milliseconds of CPU time per execution (seconds per 1,000 executions), in total and by part. */
  readonly cpuMs: { readonly total: number; readonly parts: CpuParts };
  readonly historyEvents: number;
  readonly mirrorLag?: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** The number of steps that reached the echo server more than once. */
  readonly repeatedCalls: number;
};

/** The part of the time at the beginning that is not counted, while the number of open executions rises. */
const WARM = 0.15;
/** How long to wait before reading the CPU time, so that delayed work of the server (visibility, timers) counts for the side that caused it. */
const QUIET_MS = 500;

/**
 * Keeps `inFlight` executions under way for `seconds`: a new event is sent whenever an execution makes its last call. It counts the
 * executions that close within the time, by Temporal's clock. The CPU time is read when all have closed and the mirror has caught
 * up. Only then is Temporal asked how each one ended, so that measuring costs neither side anything.
 */
export async function measureThroughput(
  run: BenchRun,
  side: Side,
  inFlight: number,
  seconds: number,
): Promise<Throughput> {
  const { arrivals, clock } = run;
  clock.set();
  await arrivals.tally();
  const numbers: number[] = [];
  const ids: string[] = [];
  const cpuBefore = side.cpu();
  const begun = clock.now();
  const until = begun + seconds * 1_000;
  const lane = async (): Promise<void> => {
    while (clock.now() < until) {
      const n = run.nextNumber();
      numbers.push(n);
      const arrived = arrivals.of(n);
      await side.send(n);
      ids.push((await arrived).id);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  await side.caughtUp();
  await sleep(QUIET_MS);
  const cpu = cpuSince(cpuBefore, side.cpu());

  const closes = new Map<string, Close>();
  const left = [...ids];
  const ask = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) closes.set(id, await run.closes.of(id, true));
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  const failed = [...closes].filter(([, { completed }]) => !completed);
  if (failed.length > 0)
    throw new Error(`${side.name}: ${failed.length} executions did not complete, such as ${failed[0]?.[0]}.`);
  const lags = [...closes].flatMap(([id, { at }]) => side.mirrorLag?.(id, at) ?? []);
  await side.verify?.(ids);
  const { repeatedCalls } = verifyCalls(side, numbers, await arrivals.tally());

  const from = begun + seconds * 1_000 * WARM;
  const inside = [...closes.values()].filter(({ at }) => at >= from && at < until).length;
  const total = Object.values(cpu).reduce((sum, each) => sum + each, 0);
  const perExecution = (cpuSeconds: number): number => (cpuSeconds * 1_000) / ids.length;
  return {
    executions: ids.length,
    perSecond: inside / ((until - from) / 1_000),
    cpuMs: {
      total: perExecution(total),
      parts: Object.fromEntries(Object.entries(cpu).map(([part, value]) => [part, perExecution(value)])),
    },
    historyEvents: [...closes.values()].reduce((sum, each) => sum + each.historyEvents, 0) / closes.size,
    ...(lags.length > 0 && {
      mirrorLag: { p50: percentile(lags, 50), p95: percentile(lags, 95), p99: percentile(lags, 99) },
    }),
    repeatedCalls,
  };
}
