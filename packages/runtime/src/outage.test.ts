import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backOffMs } from "./back-off.ts";
import { createOutage } from "./outage.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const RANGE = { minMs: 100, maxMs: 1_000 };

test("a back-off doubles up to its bound, and half of it is random", () => {
  for (const [failures, full] of [
    [1, 100],
    [2, 200],
    [4, 800],
    [5, 1_000],
    [5_000, 1_000],
  ] as const)
    for (let i = 0; i < 50; i++) {
      expect(backOffMs(failures, RANGE)).toBeGreaterThanOrEqual(full / 2);
      expect(backOffMs(failures, RANGE)).toBeLessThanOrEqual(full);
    }
});

test("calls that fail together count as one failure; a later probe that fails makes the wait longer", () => {
  const told: unknown[] = [];
  const outage = createOutage({ ...RANGE, onAway: (error) => told.push(error), onBack: () => told.push("back") });
  expect({ active: outage.active, waitMs: outage.waitMs() }).toEqual({ active: false, waitMs: 0 });
  const from = performance.now();
  vi.advanceTimersByTime(10);
  outage.failed(from, "first");
  outage.failed(from, "with it");
  expect(outage.active).toBe(true);
  expect(outage.waitMs()).toBeLessThanOrEqual(100);
  vi.advanceTimersByTime(100);
  expect(outage.waitMs()).toBe(0);
  outage.failed(performance.now(), "probe");
  expect(outage.waitMs()).toBeGreaterThanOrEqual(100);
  outage.succeeded();
  outage.succeeded();
  expect(told).toEqual(["first", "probe", "back"]);
  expect({ active: outage.active, waitMs: outage.waitMs() }).toEqual({ active: false, waitMs: 0 });
});
