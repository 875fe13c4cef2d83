import { expect, test, vi } from "vitest";
import { retry } from "./retry.ts";

const RANGE = { minMs: 1, maxMs: 4 };
const away = new Error("away");

test("work is repeated while its error is one that passes by itself", async () => {
  const failures: number[] = [];
  const work = () => (failures.length < 3 ? Promise.reject(away) : Promise.resolve("done"));
  const onRetry = (_error: unknown, count: number) => failures.push(count);
  expect(await retry(work, { ...RANGE, isPassing: () => true, onRetry })).toBe("done");
  expect(failures).toEqual([1, 2, 3]);
});

test("any other error is thrown at once; an error that passes is thrown when the time is over or the signal aborts", async () => {
  const work = vi.fn<() => Promise<never>>(() => Promise.reject(away));
  await expect(retry(work, { ...RANGE, isPassing: () => false })).rejects.toBe(away);
  expect(work).toHaveBeenCalledTimes(1);
  await expect(retry(work, { ...RANGE, isPassing: () => true, forMs: 20 })).rejects.toBe(away);
  const stopping = new AbortController();
  const endless = retry(work, { minMs: 60_000, maxMs: 60_000, isPassing: () => true, signal: stopping.signal });
  stopping.abort();
  await expect(endless).rejects.toBe(away);
});
