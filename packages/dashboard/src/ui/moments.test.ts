import { expect, test } from "vitest";
import { agoText, durationText, exactText } from "./moments.ts";

const now = Date.parse("2026-11-22T12:00:00Z");

test.each([
  ["2026-11-22T12:00:00Z", "now"],
  ["2026-11-22T11:59:58Z", "2 seconds ago"],
  ["2026-11-22T11:56:30Z", "3 minutes ago"],
  ["2026-11-22T14:30:00Z", "in 2 hours"],
  ["2026-11-21T11:00:00Z", "yesterday"],
  ["2025-11-01T11:00:00Z", "last year"],
])("%s is %s", (at, text) => {
  expect(agoText(at, now)).toBe(text);
});

test.each([
  [0, "0 ms"],
  [950, "950 ms"],
  [1_240, "1.2 s"],
  [42_400, "42 s"],
  [200_000, "3 min 20 s"],
  [7_200_000, "2 h"],
  [187_200_000, "2 d 4 h"],
])("%i ms are %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test("the exact moment has milliseconds and the zone", () => {
  expect(exactText("2026-11-22T12:34:56.789Z")).toMatch(/2026.*56\.789.*(UTC|GMT|[A-Z]{3})/);
});
