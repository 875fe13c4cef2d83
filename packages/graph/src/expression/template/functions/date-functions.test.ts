import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../definition/json.ts";
import { createBudget } from "../../budget.ts";
import { compileTemplate } from "../../compile-template.ts";
import { ExpressionError } from "../../expression-error.ts";
import type { ExpressionScope } from "../../expression-scope.ts";

const data: JsonObject = { when: "2026-03-29T12:00:00Z", none: null };

const scope: ExpressionScope = {
  root: (name) => (name === "payload" ? data : undefined),
  step: () => undefined,
  steps: () => ({}),
  now: () => Date.UTC(2026, 2, 29, 1, 30),
};

function evaluate(source: string): Json {
  return compileTemplate(`{{ ${source} }}`).render(scope, createBudget());
}

function errorOf(run: () => unknown): ExpressionError {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("dates", () => {
  test.each<[string, Json]>([
    ["parseDate('2026-07-01T12:00:00+02:00')", "2026-07-01T10:00:00Z"],
    ["parseDate('2026-07-01T12:00:00', 'Europe/Berlin')", "2026-07-01T10:00:00Z"],
    ["parseDate('2026-07-01', 'America/New_York')", "2026-07-01T04:00:00Z"],
    ["parseDate('7/4/2026 3:05 pm', 'America/New_York', 'M/d/yyyy h:mm a')", "2026-07-04T19:05:00Z"],
    ["parseDate('4 Jul 2026 12:00:00.250 +05:30', 'UTC', 'd MMM yyyy HH:mm:ss.SSS XXX')", "2026-07-04T06:30:00.250Z"],
    ["parseDate('Saturday, July 04, 26', 'UTC', 'EEEE, MMMM dd, yy')", "2026-07-04T00:00:00Z"],
    ["parseDate('12 AM', 'UTC', \"hh a\")", "1970-01-01T00:00:00Z"],
    ["parseDate('20260704', 'UTC', 'yyyyMMdd')", "2026-07-04T00:00:00Z"],
    ["parseDate(timestamp('2026-07-01T12:00:00Z'))", "2026-07-01T12:00:00Z"],
    ["formatDate(payload.when, 'yyyy-MM-dd HH:mm XXX', 'Asia/Kathmandu')", "2026-03-29 17:45 +05:45"],
    ["formatDate(payload.when, 'h:mm a')", "12:00 PM"],
    ["formatDate(payload.when, \"d. 'o''clock' ''yy\")", "29. o'clock '26"],
    ["formatDate('2026-03-05T01:02:03.004Z', 'M/d H:m:s SSS EEEE XXX')", "3/5 1:2:3 004 Thursday Z"],
    ["inZone(payload.when, 'UTC')", "2026-03-29T12:00:00Z"],
    ["addTime(payload.when, 1500)", "2026-03-29T12:00:01.500Z"],
    ["addTime(payload.when, duration('90m'))", "2026-03-29T13:30:00Z"],
    // A day in a zone may have 23 or 25 hours.
    ["addDays('2026-03-28T12:00:00+01:00', 1, 'Europe/Berlin')", "2026-03-29T10:00:00Z"],
    ["addDays('2026-03-28T02:30:00', 1, 'Europe/Berlin')", "2026-03-29T01:30:00Z"],
    ["addDays('2026-10-24T12:00:00', 1, 'Europe/Berlin')", "2026-10-25T11:00:00Z"],
    ["addDays(payload.when, -29)", "2026-02-28T12:00:00Z"],
    ["addMonths('2026-03-31T00:00:00Z', -1)", "2026-02-28T00:00:00Z"],
    ["addMonths('2026-11-30T00:00:00Z', 3)", "2027-02-28T00:00:00Z"],
    ["addYears('2026-03-31T00:00:00Z', -2)", "2024-03-31T00:00:00Z"],
    ["startOf(payload.when, 'hour', 'Asia/Kathmandu')", "2026-03-29T11:15:00Z"],
    ["startOf(payload.when, 'day', 'America/New_York')", "2026-03-29T04:00:00Z"],
    ["startOf(payload.when, 'week')", "2026-03-23T00:00:00Z"],
    ["startOf(payload.when, 'months')", "2026-03-01T00:00:00Z"],
    ["startOf('2026-08-11', 'quarter')", "2026-07-01T00:00:00Z"],
    ["startOf(payload.when, 'year', 'Europe/Berlin')", "2025-12-31T23:00:00Z"],
    // Clocks skip midnight: the day begins at 01:00.
    ["startOf('2026-04-24T12:00:00', 'day', 'Africa/Cairo')", "2026-04-23T22:00:00Z"],
    ["endOf('2026-03-29T12:00:00', 'day', 'Europe/Berlin')", "2026-03-29T21:59:59.999Z"],
    ["endOf(payload.when, 'week')", "2026-03-29T23:59:59.999Z"],
    ["endOf('2026-12-05', 'quarter')", "2026-12-31T23:59:59.999Z"],
    ["endOf('2026-12-05', 'year')", "2026-12-31T23:59:59.999Z"],
    ["timeBetween('2026-03-29T00:00:00', '2026-03-30T00:00:00', 'hours', 'Europe/Berlin')", 23],
    ["timeBetween('2026-03-29T00:00:00', '2026-03-30T00:00:00', 'days', 'Europe/Berlin')", 1],
    ["timeBetween('2026-01-31', '2026-02-28', 'months')", 1],
    ["timeBetween('2026-01-31', '2026-02-27', 'months')", 0],
    ["timeBetween('2026-03-01', '2026-01-02', 'months')", -1],
    ["timeBetween('2024-02-29', '2026-02-28', 'years')", 2],
    ["timeBetween('2026-01-01', '2026-01-15', 'weeks')", 2],
    ["timeBetween('2026-01-02', '2026-01-01T12:00:00Z', 'days')", 0],
    ["timeBetween('2026-01-02', '2026-01-01', 'seconds')", -86400],
    ["weekday('2026-03-30T00:30:00Z', 'America/New_York')", 7],
    ["isAfter(now(), subtractTime(now(), '1s'))", true],
    ["fromEpochMs(toEpochMs(payload.when)) == payload.when", true],
  ])("%s", (source, expected) => {
    expect(evaluate(source)).toStrictEqual(expected);
  });

  test.each<[string, string, string]>([
    ["parseDate('soon')", "MOMENT_INVALID", "instant such as"],
    ["parseDate('2026-02-30')", "MOMENT_INVALID", "instant such as"],
    ["parseDate('1.2.2026', 'UTC', 'dd.MM.yyyy')", "MOMENT_INVALID", "Correct the text or the pattern"],
    ["parseDate('31.02.2026', 'UTC', 'dd.MM.yyyy')", "MOMENT_INVALID", "Correct the text or the pattern"],
    ["parseDate('13 pm', 'UTC', 'h a')", "MOMENT_INVALID", "Correct the text or the pattern"],
    ["formatDate(payload.when, 'YYYY')", "MOMENT_INVALID", "yyyy"],
    ['formatDate(payload.when, "d \'x")', "MOMENT_INVALID", "single quotes"],
    ["inZone(payload.when, 'CET/Berlin')", "TIME_ZONE_UNKNOWN", "IANA"],
    ["addDays('2026-01-01', 1, 'berlin')", "TIME_ZONE_UNKNOWN", "Europe/Berlin"],
    ["addTime(payload.when, '-1h')", "EXPRESSION_TYPE", "subtractTime"],
    ["addTime(payload.when, '1 month')", "EXPRESSION_TYPE", "addMonths"],
    ["addDays(payload.when, 4000000)", "MOMENT_INVALID", "Check"],
    ["startOf(payload.when, 'decade')", "EXPRESSION_TYPE", "minute, hour"],
    ["weekday(1774747800)", "EXPRESSION_TYPE", "fromEpochMs"],
    ["weekday(payload.none)", "EXPRESSION_TYPE", "2026-03-29"],
  ])("%s: %s", (source, code, hint) => {
    const error = errorOf(() => evaluate(source));
    expect(error.code).toBe(code);
    expect(error.hint).toContain(hint);
    expect(error.expression).toBe(source);
  });

  test("no date pattern takes long", () => {
    const pattern = "Md".repeat(50);
    expect(errorOf(() => evaluate(`parseDate('${"1".repeat(150)}x', 'UTC', '${pattern}')`)).code).toBe(
      "MOMENT_INVALID",
    );
  });
});
