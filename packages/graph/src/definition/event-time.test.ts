import { expect, test } from "vitest";
import { isEventTime } from "./event-time.ts";

test.each([
  ["2026-11-21T09:30:00Z", true],
  ["0001-01-01T00:00:00Z", true],
  ["9999-12-31T23:59:59.999Z", true],
  ["0000-12-31T23:59:59.999Z", false],
  ["-000100-01-01T00:00:00Z", false],
  ["+010000-01-01T00:00:00Z", false],
  ["yesterday", false],
])("an event can happen at %s: %s", (text, expected) => {
  expect(isEventTime(Date.parse(text))).toBe(expected);
});
