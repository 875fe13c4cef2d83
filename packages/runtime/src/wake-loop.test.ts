import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createWakeLoop, type WakeLoopOptions } from "./wake-loop.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setup(work: WakeLoopOptions["work"], pollMs = 1_000) {
  const errors: unknown[] = [];
  let rounds = 0;
  const loop = createWakeLoop({
    pollMs,
    onError: (error) => errors.push(error),
    work: (signal) => {
      rounds += 1;
      return work(signal);
    },
  });
  return { loop, errors, rounds: () => rounds };
}

test("a round begins at the start, at a wake, and after the poll interval", async () => {
  const { loop, rounds } = setup(() => Promise.resolve(false));
  loop.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(rounds()).toBe(0);
  loop.start();
  await vi.advanceTimersByTimeAsync(999);
  expect(rounds()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(rounds()).toBe(2);
  loop.wake();
  await vi.advanceTimersByTimeAsync(999);
  expect(rounds()).toBe(3);
  await loop.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  loop.wake();
  expect(rounds()).toBe(3);
});

test("the next round begins at once if there is more to do, or after the delay that the work returns", async () => {
  const answers: (boolean | number)[] = [true, true, 20, false];
  const { loop, rounds } = setup(() => Promise.resolve(answers.shift() ?? false));
  loop.start();
  await vi.advanceTimersByTimeAsync(19);
  expect(rounds()).toBe(3);
  await vi.advanceTimersByTimeAsync(1);
  expect(rounds()).toBe(4);
  await loop.stop();
});

test("wakes during a round cause one more round, and `pass` waits for it", async () => {
  let finish: () => void = () => {};
  const { loop, rounds } = setup(() => new Promise((resolve) => (finish = () => resolve(false))));
  loop.start();
  await vi.advanceTimersByTimeAsync(0);
  loop.wake();
  let passed = false;
  const pass = loop.pass().then(() => (passed = true));
  finish();
  await vi.advanceTimersByTimeAsync(0);
  expect({ rounds: rounds(), passed }).toEqual({ rounds: 2, passed: false });
  finish();
  await pass;
  expect(rounds()).toBe(2);
  await loop.stop();
});

test("a round that throws, even synchronously, is reported and followed by another", async () => {
  let fail = true;
  const { loop, errors, rounds } = setup(() => {
    if (fail) throw new Error("away");
    return Promise.resolve(false);
  });
  loop.start();
  await vi.advanceTimersByTimeAsync(0);
  expect({ rounds: rounds(), errors: errors.length }).toEqual({ rounds: 1, errors: 1 });
  fail = false;
  await vi.advanceTimersByTimeAsync(100);
  expect({ rounds: rounds(), errors: errors.length }).toEqual({ rounds: 2, errors: 1 });
  await loop.stop();
});

test("`stop` aborts the signal of the round under way, and waits for the round", async () => {
  const { loop } = setup(
    (signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(true), { once: true })),
  );
  loop.start();
  await vi.advanceTimersByTimeAsync(0);
  await loop.stop();
});
