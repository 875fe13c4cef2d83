import { expect, test } from "vitest";
import { eventTime } from "./event-time.ts";

test.each(["2026-11-21T09:30:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"])("%s is a moment", (text) => {
  expect(eventTime(text)).toBe(Date.parse(text));
});

test.each(["", "yesterday", "0000-12-31T23:59:59Z", "-000100-01-01T00:00:00Z", "+010000-01-01T00:00:00Z"])(
  "%j is none",
  (text) => expect(eventTime(text)).toBeUndefined(),
);
