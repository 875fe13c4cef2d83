import { expect, test } from "vitest";
import { createRecentLatency, type RecentLatency } from "./recent-latency.ts";

function after(...closes: readonly number[]): RecentLatency {
  const latency = createRecentLatency();
  for (const ms of closes) latency.add(ms, 0);
  return latency;
}

test("the delay is the lower bound on an idle machine, and one and a half times the duration of executions under load, up to the upper bound", () => {
  expect(after().within(1_000, 5_000, 0, 0)).toBe(1_000);
  expect(after(20, 30, 40).within(1_000, 5_000, 0, 0)).toBe(1_000);
  expect(after(...Array.from({ length: 300 }, () => 2_000)).within(1_000, 5_000, 0, 0)).toBe(3_000);
  expect(after(4_000, 4_000).within(1_000, 5_000, 0, 0)).toBe(5_000);
});

test("executions that took longer than the upper bound do not count, nor do old ones", () => {
  const hours = Array.from({ length: 200 }, () => 3_600_000);
  expect(after(...hours, 100, 100).within(1_000, 5_000, 0, 0)).toBe(1_000);
  expect(after(2_000, 2_000).within(1_000, 5_000, 0, 60_000)).toBe(1_000);
});

test("with many executions under way, the delay is the time that they will take, before any of them has closed", () => {
  expect(after().within(1_000, 5_000, 60, 0)).toBe(3_000);
  expect(after(20, 30).within(1_000, 5_000, 60, 0)).toBe(3_000);
  expect(after().within(1_000, 5_000, 1_000, 0)).toBe(5_000);
});
