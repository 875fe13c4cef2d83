import { setTimeout as sleep } from "node:timers/promises";
import type { BenchRun } from "./bench-run.ts";
import { percentile } from "./percentile.ts";
import type { Side } from "./side.ts";
import { verifyCalls } from "./verify-calls.ts";

export type Latency = {
  readonly executions: number;
  /** Milliseconds from sending the HTTP request to the close in Temporal. */
  readonly p50: number;
  readonly p95: number;
  /** Milliseconds from sending the HTTP request until the first activity calls the echo server, p50. */
  readonly firstCall: number;
  /** What lies between: milliseconds from sending the HTTP request until it is answered, the execution is started in Temporal, and its first workflow task is completed; p50. */
  readonly beginning: { readonly answered: number; readonly started: number; readonly firstTask: number };
  readonly mirrorLag?: { readonly p50: number; readonly p95: number };
};

/**
 * Runs one execution after the other for `seconds`. When the last call of an execution reaches the echo server, one long poll waits
 * for the closing event. The latency ends at that event's own time, so it does not include the answer of the poll. The next event
 * is sent `pauseMs` later, for every side. With 0, the work that a side still does after the close (the mirror) slows down its own
 * next execution.
 */
export async function measureLatency(run: BenchRun, side: Side, seconds: number, pauseMs: number): Promise<Latency> {
  const { arrivals, clock } = run;
  clock.set();
  await arrivals.tally();
  const latencies: number[] = [];
  const firstCalls: number[] = [];
  const beginnings: Latency["beginning"][] = [];
  const numbers: number[] = [];
  const closed = new Map<string, number>();
  const until = clock.now() + seconds * 1_000;
  while (clock.now() < until) {
    const n = run.nextNumber();
    const arrived = arrivals.of(n);
    const sent = clock.now();
    await side.send(n);
    const answeredAt = clock.now();
    const { id, firstAt } = await arrived;
    firstCalls.push(firstAt - sent);
    const close = await run.closes.of(id, true);
    if (!close.completed) throw new Error(`${side.name}: ${id} did not complete.`);
    latencies.push(close.at - sent);
    const { startedAt, firstTaskAt } = await run.closes.beginning(id);
    beginnings.push({ answered: answeredAt - sent, started: startedAt - sent, firstTask: firstTaskAt - sent });
    numbers.push(n);
    closed.set(id, close.at);
    if (pauseMs > 0) await sleep(pauseMs);
  }
  await side.caughtUp();
  const ids = [...closed.keys()];
  const lags = [...closed].flatMap(([id, at]) => side.mirrorLag?.(id, at) ?? []);
  await side.verify?.(ids);
  verifyCalls(side, numbers, await arrivals.tally());
  const middle = (part: keyof Latency["beginning"]): number =>
    percentile(
      beginnings.map((each) => each[part]),
      50,
    );
  return {
    executions: latencies.length,
    p50: percentile(latencies, 50),
    p95: percentile(latencies, 95),
    firstCall: percentile(firstCalls, 50),
    beginning: { answered: middle("answered"), started: middle("started"), firstTask: middle("firstTask") },
    ...(lags.length > 0 && { mirrorLag: { p50: percentile(lags, 50), p95: percentile(lags, 95) } }),
  };
}
