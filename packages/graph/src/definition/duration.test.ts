import { describe, expect, test } from "vitest";
import { DurationError, MAX_DURATION_MS, parseDuration } from "./duration.ts";

describe("parseDuration", () => {
  test.each<[number | string, number]>([
    [1500, 1500],
    [0, 0],
    [-0, 0],
    [1.4, 1],
    ["1500", 1500],
    ["250ms", 250],
    ["2h", 7_200_000],
    ["1h30m", 5_400_000],
    ["1h 30m", 5_400_000],
    ["1.5s", 1500],
    ["2 hours", 7_200_000],
    ["1 day, 2 Hours", 93_600_000],
    ["1 minute", 60_000],
    ["1w", 604_800_000],
    [" 5m ", 300_000],
    ["PT2H", 7_200_000],
    ["P1DT12H", 129_600_000],
    ["PT0.5S", 500],
    ["PT0,5S", 500],
    ["pt1m", 60_000],
    ["P2W", 1_209_600_000],
    ["PT0S", 0],
    [MAX_DURATION_MS, MAX_DURATION_MS],
  ])("%s is %d ms", (value, expected) => {
    expect(Object.is(parseDuration(value), expected === 0 ? 0 : expected)).toBe(true);
  });

  test.each<[unknown, RegExp]>([
    ["", /not a duration/],
    ["P", /ISO 8601/],
    ["PT", /ISO 8601/],
    ["P1DT", /ISO 8601/],
    ["P1M", /years or months/],
    ["P1Y", /years or months/],
    ["2 months", /not a unit/],
    ["5x", /not a unit/],
    ["h", /not a duration/],
    ["1h1h", /twice/],
    ["1h-5m", /not a duration/],
    ["-5m", /negative/],
    [-1, /negative/],
    [Number.NaN, /not a duration/],
    [Number.POSITIVE_INFINITY, /not a duration/],
    ["11000000h", /ten years/],
    [MAX_DURATION_MS + 1, /ten years/],
    ["9".repeat(1_000), /not a duration/],
    [null, /number or a text/],
    [{}, /number or a text/],
  ])("%j is refused", (value, message) => {
    expect(() => parseDuration(value as string)).toThrow(message);
    try {
      parseDuration(value as string);
    } catch (error) {
      expect(error).toBeInstanceOf(DurationError);
      expect((error as DurationError).code).toBe("DURATION_INVALID");
      expect((error as DurationError).hint).not.toBe("");
    }
  });
});
