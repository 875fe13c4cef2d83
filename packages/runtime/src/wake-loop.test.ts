import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stillLoops } from "./still-loops.ts";
import { createWakeLoop, RoundTooLong, type WakeLoopOptions } from "./wake-loop.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setup(work: WakeLoopOptions["work"], pollMs = 1_000) {
  const errors: unknown[] = [];
  let rounds = 0;
  const loop = createWakeLoop({
    name: "the loop",
    pollMs,
    onError: (error) => errors.push(error),
    work: (signal, goesOn) => {
      rounds += 1;
      return work(signal, goesOn);
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

test("a round that gets no further is reported once, and the loop counts as still until a round succeeds", async () => {
  const { promise, reject } = Promise.withResolvers<boolean>();
  let aborted = 0;
  const answers: (() => Promise<boolean>)[] = [() => promise, () => Promise.reject(new Error("away"))];
  const { loop, errors } = setup((signal) => {
    signal.addEventListener("abort", () => (aborted += 1));
    return (answers.shift() ?? (() => Promise.resolve(false)))();
  });
  const begun = new Date();
  loop.start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect({ errors, aborted }).toEqual({ errors: [expect.any(RoundTooLong)], aborted: 1 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stillLoops()).toEqual([{ name: "the loop", since: begun }]);
  reject(new Error("silent"));
  await vi.advanceTimersByTimeAsync(0);
  expect(stillLoops()).toEqual([{ name: "the loop", since: begun, error: "silent" }]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stillLoops()).toEqual([]);
  expect(errors.map((error) => (error as Error).message)).toEqual([
    expect.stringContaining("the loop"),
    "silent",
    "away",
  ]);
  await loop.stop();
});

test("a long round that says that it goes on is not still", async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let tell: () => void = () => {};
  const errors: unknown[] = [];
  const loop = createWakeLoop({
    ...{ name: "long", pollMs: 1_000, mostMs: 5_000, onError: (error: unknown) => errors.push(error) },
    work: (_signal, goesOn) => {
      tell = goesOn;
      return promise;
    },
  });
  loop.start();
  for (let n = 0; n < 5; n++) {
    await vi.advanceTimersByTimeAsync(4_000);
    tell();
  }
  expect({ errors, still: stillLoops() }).toEqual({ errors: [], still: [] });
  resolve(false);
  await loop.stop();
});

test("an idle loop that its work is announced to polls less often, until something wakes it", async () => {
  vi.setSystemTime(0);
  const answers: boolean[] = [];
  const rounds: number[] = [];
  const loop = createWakeLoop({
    ...{ name: "announced", pollMs: 1_000, slowWhenIdle: true, onError: () => {} },
    work: () => {
      rounds.push(Date.now());
      return Promise.resolve(answers.shift() ?? false);
    },
  });
  loop.start();
  await vi.advanceTimersByTimeAsync(15_000);
  const first = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15].map((seconds) => seconds * 1_000);
  expect(rounds).toEqual(first);
  loop.wake();
  await vi.advanceTimersByTimeAsync(2_500);
  expect(rounds.slice(first.length)).toEqual([15_000, 16_000, 17_000]);
  await loop.stop();
});
