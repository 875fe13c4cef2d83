import { setTimeout as sleep } from "node:timers/promises";
import type { BenchRun } from "./bench-run.ts";
import type { Close } from "./closes.ts";
import { cpuSince, type CpuParts } from "./cpu-meter.ts";
import { percentile } from "./percentile.ts";
import type { Side } from "./side.ts";
import { verifyCalls } from "./verify-calls.ts";

export type Throughput = {
  readonly executions: number;
  /** Executions completed per second. */
  readonly perSecond: number;
  /** CPU ms per execution (= CPU seconds per 1,000), by part and whole. */
  readonly cpuMs: { readonly total: number; readonly parts: CpuParts };
  readonly historyEvents: number;
  readonly mirrorLag?: { readonly p50: number; readonly p95: number };
  /** Steps that reached the echo server more than once. */
  readonly repeatedCalls: number;
};

/** Part of the time that is left out at the beginning, while the pipeline fills. */
const WARM = 0.15;
/** What the server puts off (visibility, timers) falls into the side's own CPU time. */
const SETTLE_MS = 500;

/**
 * Keeps `inFlight` executions under way for `seconds`: a new event is sent whenever one makes its last call. Counts
 * those whose close, by Temporal's clock, lies inside the time. The CPU is read when all have closed and the mirror
 * has caught up; only then is Temporal asked how each one ended, so that the measuring costs neither side anything.
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
      ids.push(await arrived);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  await side.caughtUp();
  await sleep(SETTLE_MS);
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
  const { repeatedCalls } = verifyCalls(side.name, numbers, await arrivals.tally());

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
    ...(lags.length > 0 && { mirrorLag: { p50: percentile(lags, 50), p95: percentile(lags, 95) } }),
    repeatedCalls,
  };
}
