import fc from "fast-check";
import { expect, test } from "vitest";
import { instantToLocal } from "../time-zone/local-time.ts";
import type { CalendarRule, ScheduleRules } from "./calendar-rule.ts";
import { nextTimes } from "./next-times.ts";
import { readSchedule } from "./read-schedule.ts";
import type { ScheduleConfig } from "./schedule-config.ts";

const times = (config: ScheduleConfig, after: string, count: number): string[] =>
  nextTimes(readSchedule(config).rules!, Date.parse(after), count).map((ms) => new Date(ms).toISOString().slice(0, 19));

test.each<[string, ScheduleConfig, string, string[]]>([
  [
    "a time that the clocks skip in spring is left out",
    { cron: "30 2 * * *", timeZone: "Europe/Berlin" },
    "2026-03-28T00:00:00Z",
    ["2026-03-28T01:30:00", "2026-03-30T00:30:00"],
  ],
  [
    "of a time that the clocks show twice in autumn, the second counts east of UTC",
    { cron: "30 2 * * *", timeZone: "Europe/Berlin" },
    "2026-10-24T12:00:00Z",
    ["2026-10-25T01:30:00", "2026-10-26T01:30:00"],
  ],
  [
    "and both count west of it",
    { cron: "30 1 * * *", timeZone: "America/New_York" },
    "2026-10-31T12:00:00Z",
    ["2026-11-01T05:30:00", "2026-11-01T06:30:00", "2026-11-02T06:30:00"],
  ],
  [
    "nine o'clock stays nine o'clock",
    { cron: "0 9 * * *", timeZone: "America/New_York" },
    "2026-10-31T00:00:00Z",
    ["2026-10-31T13:00:00", "2026-11-01T14:00:00"],
  ],
  [
    "an interval does not know of clocks",
    { every: "12h", timeZone: "Europe/Berlin" },
    "2026-10-24T23:00:00Z",
    ["2026-10-25T00:00:00", "2026-10-25T12:00:00", "2026-10-26T00:00:00"],
  ],
  [
    "a zone that gave up daylight saving: Brazil in 2019",
    { cron: "0 12 3 11 *", timeZone: "America/Sao_Paulo" },
    "2018-01-01T00:00:00Z",
    ["2018-11-03T15:00:00", "2019-11-03T15:00:00"],
  ],
  [
    "a zone that changed its offset: Volgograd went from +04 to +03 on 27 December 2020",
    { cron: "0 9 * * *", timeZone: "Europe/Volgograd" },
    "2020-12-26T00:00:00Z",
    ["2020-12-26T05:00:00", "2020-12-27T06:00:00"],
  ],
  ["29 February", { cron: "0 0 29 2 *" }, "2096-03-01T00:00:00Z", []],
  ["29 February in a leap year", { cron: "0 0 29 2 *" }, "2025-01-01T00:00:00Z", ["2028-02-29T00:00:00"]],
  [
    "the first of the month or a Monday, as in crontab",
    { cron: "0 0 1 * mon" },
    "2026-11-29T12:00:00Z",
    ["2026-11-30T00:00:00", "2026-12-01T00:00:00", "2026-12-07T00:00:00"],
  ],
  [
    "a calendar needs both",
    { calendar: { dayOfMonth: 13, dayOfWeek: "fri" } },
    "2026-01-01T00:00:00Z",
    ["2026-02-13T00:00:00", "2026-03-13T00:00:00", "2026-11-13T00:00:00"],
  ],
  [
    "exceptions, and several rules that meet at one moment",
    { cron: ["0 9 * * *", "0 9,10 * * *"], except: { dayOfWeek: "sat,sun" } },
    "2026-11-20T09:30:00Z",
    ["2026-11-20T10:00:00", "2026-11-23T09:00:00", "2026-11-23T10:00:00"],
  ],
  [
    "the first and the last moment count",
    { every: "1h", startAt: "2026-01-01T05:00:00Z", endAt: "2026-01-01T06:00:00Z" },
    "2025-01-01T00:00:00Z",
    ["2026-01-01T05:00:00", "2026-01-01T06:00:00"],
  ],
  [
    "startAt without an offset is read in the zone",
    { cron: "0 * * * *", startAt: "2026-07-01", timeZone: "Asia/Kathmandu" },
    "2026-01-01T00:00:00Z",
    ["2026-06-30T18:15:00"],
  ],
])("%s", (_, config, after, expected) => {
  expect(times(config, after, Math.max(expected.length, 1))).toEqual(expected);
});

const MINUTE = 60_000;

/** Whether the zone's clocks show a time of the calendar at an instant: what `nextTimes` has to find without trying each minute. */
function shows(rule: CalendarRule, ms: number, zone: string): boolean {
  const { month, day, hour, minute, second, year } = instantToLocal(ms, zone);
  const dayOfWeek = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return (
    rule.second.includes(second) &&
    rule.minute.includes(minute) &&
    rule.hour.includes(hour) &&
    rule.dayOfMonth.includes(day) &&
    rule.month.includes(month) &&
    rule.dayOfWeek.includes(dayOfWeek)
  );
}

const some = (from: number, to: number) =>
  fc.uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1 }).map((list) => list.toSorted((a, b) => a - b));

test("the times are all instants at which the zone's clocks show a matching time, also while clocks go forward", () => {
  const changes: [string, string][] = [
    ["Europe/Berlin", "2026-03-28T12:00:00Z"],
    ["America/Havana", "2026-03-07T18:00:00Z"],
    ["America/New_York", "2026-06-01T00:00:00Z"],
    ["Africa/Cairo", "2026-04-23T12:00:00Z"],
  ];
  const calendar = fc.record({
    second: fc.constant([0]),
    minute: some(0, 59),
    hour: some(0, 23),
    dayOfMonth: some(1, 31),
    month: fc.constant([3, 4, 10, 12]),
    dayOfWeek: some(0, 6),
    year: fc.constant(null),
  });
  fc.assert(
    fc.property(calendar, fc.constantFrom(...changes), (rule, [timeZone, around]) => {
      const from = Date.parse(around);
      const to = from + 30 * 3_600_000;
      const rules: ScheduleRules = { calendars: [rule], intervals: [], except: [], timeZone, endAt: to };
      const expected: number[] = [];
      for (let ms = from + MINUTE; ms <= to; ms += MINUTE) if (shows(rule, ms, timeZone)) expected.push(ms);
      expect(nextTimes(rules, from, 10_000)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test("a config of many rules that hardly ever match is not searched for long", () => {
  const rare = { dayOfMonth: 29, month: 2, dayOfWeek: "mon", hour: "*", minute: "*" };
  const { rules } = readSchedule({
    cron: "*/5 * * * * * *",
    calendar: Array.from({ length: 49 }, () => rare),
    except: { second: "*" },
  });
  expect(nextTimes(rules!, 0, 10)).toEqual([]);
});

test("a date that a zone has left out does not stop the search: Samoa had no 30 December 2011", () => {
  const found = times({ cron: "0 9 * * *", timeZone: "Pacific/Apia" }, "2011-12-28T00:00:00Z", 4);
  expect(found).toEqual([...new Set(found)].toSorted());
  expect(found.at(-1)).toBe("2011-12-31T19:00:00");
});
