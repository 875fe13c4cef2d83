import { setTimeout as sleep } from "node:timers/promises";
import type { BenchRun } from "./bench-run.ts";
import { percentile } from "./percentile.ts";
import type { Side } from "./side.ts";
import { verifyCalls } from "./verify-calls.ts";

export type Latency = {
  readonly executions: number;
  /** ms from sending the HTTP request to the close in Temporal. */
  readonly p50: number;
  readonly p95: number;
  readonly mirrorLag?: { readonly p50: number; readonly p95: number };
};

/**
 * One execution after the other for `seconds`. When its last call reaches the echo server, the close is awaited by one
 * long poll for the closing event; the latency is that event's own time, so the poll's way back is not in it. The next
 * event is sent `pauseMs` later, the same for every side: with 0, what a side still does for the last one (the mirror)
 * is in its own way.
 */
export async function measureLatency(run: BenchRun, side: Side, seconds: number, pauseMs: number): Promise<Latency> {
  const { arrivals, clock } = run;
  clock.set();
  await arrivals.tally();
  const latencies: number[] = [];
  const numbers: number[] = [];
  const closed = new Map<string, number>();
  const until = clock.now() + seconds * 1_000;
  while (clock.now() < until) {
    const n = run.nextNumber();
    const arrived = arrivals.of(n);
    const sent = clock.now();
    await side.send(n);
    const id = await arrived;
    const close = await run.closes.of(id, true);
    if (!close.completed) throw new Error(`${side.name}: ${id} did not complete.`);
    latencies.push(close.at - sent);
    numbers.push(n);
    closed.set(id, close.at);
    if (pauseMs > 0) await sleep(pauseMs);
  }
  await side.caughtUp();
  const ids = [...closed.keys()];
  const lags = [...closed].flatMap(([id, at]) => side.mirrorLag?.(id, at) ?? []);
  await side.verify?.(ids);
  verifyCalls(side.name, numbers, await arrivals.tally());
  return {
    executions: latencies.length,
    p50: percentile(latencies, 50),
    p95: percentile(latencies, 95),
    ...(lags.length > 0 && { mirrorLag: { p50: percentile(lags, 50), p95: percentile(lags, 95) } }),
  };
}
