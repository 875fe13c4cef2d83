import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdLease } from "./lease.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a lease is renewed while it is held, and no longer after `stop`", async () => {
  const renew = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true));
  const lease = holdLease({ leaseMs: 300, renew });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(renew).toHaveBeenCalledTimes(10);
  expect(lease.signal.aborted).toBe(false);
  lease.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(renew).toHaveBeenCalledTimes(10);
});

test("a lease that another process has taken is lost", async () => {
  const lease = holdLease({ leaseMs: 300, renew: () => Promise.resolve(false) });
  await vi.advanceTimersByTimeAsync(100);
  expect(lease.signal.aborted).toBe(true);
  expect(await holdLease({ leaseMs: 300, renew: () => Promise.resolve(false) }).renew()).toBe(false);
});

test("while the database is away, the lease is lost only when its time is over", async () => {
  for (const away of [() => Promise.reject(new Error("away")), () => new Promise<boolean>(() => {})]) {
    let renew: () => Promise<boolean> = away;
    const lease = holdLease({ leaseMs: 300, renew: () => renew() });
    await vi.advanceTimersByTimeAsync(250);
    expect(lease.signal.aborted).toBe(false);
    renew = () => Promise.resolve(true);
    expect(await lease.renew()).toBe(true);
    renew = away;
    await vi.advanceTimersByTimeAsync(290);
    expect(lease.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(lease.signal.aborted).toBe(true);
  }
});
