import { expect, test } from "vitest";
import { SchemaCheck } from "../schema/schema-check.ts";
import { readCalendarField, type CalendarField } from "./calendar-field.ts";
import { scheduleProblems } from "./check-schedule.ts";
import { readCron } from "./read-cron.ts";
import { SCHEDULE_CONFIG_SCHEMA, type ScheduleConfig } from "./schedule-config.ts";
import { scheduleWords } from "./schedule-words.ts";

const NOW = Date.parse("2026-11-22T00:00:00Z");

test.each<[CalendarField, string, number[]]>([
  ["hour", "9", [9]],
  ["hour", "9-12", [9, 10, 11, 12]],
  ["minute", "*/20", [0, 20, 40]],
  ["minute", "5/20", [5, 25, 45]],
  ["hour", "8-18/5,20", [8, 13, 18, 20]],
  ["dayOfWeek", "mon-fri", [1, 2, 3, 4, 5]],
  ["dayOfWeek", "7", [0]],
  ["dayOfWeek", "5-7", [0, 5, 6]],
  ["dayOfWeek", "1-7/2", [0, 1, 3, 5]],
  ["month", "Jan,SEPTEMBER", [1, 9]],
])("the field %s of %s stands for %j", (field, text, numbers) => {
  expect(readCalendarField(field, text)).toEqual(numbers);
});

test.each<[string, ScheduleConfig, string]>([
  ["a field beyond its range", { cron: "61 * * * *" }, "SCHEDULE_INVALID /cron 61 is not among the minutes."],
  [
    "a name that does not exist",
    { cron: ["0 9 * * *", "0 9 * * foo"] },
    'SCHEDULE_INVALID /cron/1 "foo" cannot be read as days of the week.',
  ],
  ["a range that goes backwards", { cron: "0 22-6 * * *" }, 'SCHEDULE_INVALID /cron "22-6" goes backwards.'],
  ["a step of nothing", { cron: "*/0 * * * *" }, 'SCHEDULE_INVALID /cron "*/0" cannot be read as minutes.'],
  [
    "six fields",
    { cron: "*/10 * * * * *" },
    "SCHEDULE_INVALID /cron A cron of six fields is ambiguous: some systems read seconds first, others years last.",
  ],
  [
    "four fields",
    { cron: "0 9 * *" },
    "SCHEDULE_INVALID /cron A cron has five fields, or seven with seconds and years; this one has 4.",
  ],
  [
    "a zone inside of a cron",
    { cron: "CRON_TZ=Europe/Berlin 0 9 * * *" },
    "SCHEDULE_INVALID /cron A cron has no time zone of its own.",
  ],
  [
    "a named cron that does not exist",
    { cron: "@every 5m" },
    'SCHEDULE_INVALID /cron There is no cron named "@every 5m".',
  ],
  [
    "a zone that does not exist",
    { cron: "0 9 * * *", timeZone: "Europe/Atlantis" },
    'TIME_ZONE_UNKNOWN /timeZone There is no time zone "Europe/Atlantis".',
  ],
  ["an interval that is no duration", { every: "often" }, 'DURATION_INVALID /every "often" is not a duration.'],
  [
    "an interval below a second",
    { every: 500 },
    "SCHEDULE_INVALID /every An interval has whole seconds, at least one.",
  ],
  [
    "an offset as long as the interval",
    { every: { every: "1h", offset: "1h" } },
    "SCHEDULE_INVALID /every The offset is not shorter than the interval.",
  ],
  ["an end that is no moment", { every: "1h", endAt: "soon" }, 'MOMENT_INVALID /endAt "soon" is not a date and time.'],
  [
    "too short a catch-up window",
    { every: "1h", catchUpWindow: "5s" },
    "SCHEDULE_INVALID /catchUpWindow The catch-up window is shorter than 10 seconds.",
  ],
  ["31 February", { cron: "0 9 31 2 *" }, "SCHEDULE_NEVER  The schedule never fires: no date and time fits it."],
  [
    "everything excepted",
    { cron: "0 9 1 * *", except: { dayOfMonth: 1 } },
    "SCHEDULE_NEVER  The schedule never fires: no date and time fits it.",
  ],
  [
    "a year that is over",
    { cron: "0 0 9 * * * 2020" },
    "SCHEDULE_NEVER  The schedule has no time that is still to come.",
  ],
  [
    "an end that is over",
    { every: "1h", endAt: "2026-01-01" },
    "SCHEDULE_NEVER  The schedule has no time that is still to come.",
  ],
  [
    "each second",
    { cron: "* * * * * * *" },
    "SCHEDULE_TOO_OFTEN  The schedule fires 11 times from 2026-11-22T00:00:01Z to 2026-11-22T00:00:11Z.",
  ],
  [
    "each second of one hour",
    { cron: "* * 9 * * * *" },
    "SCHEDULE_TOO_OFTEN  The schedule fires 11 times from 2026-11-22T09:00:00Z to 2026-11-22T09:00:10Z.",
  ],
  [
    "each second of a later year, behind times of today",
    { cron: ["0 9 * * *", "* * * * * * 2030"] },
    "SCHEDULE_TOO_OFTEN  The schedule fires 11 times from 2030-01-01T00:00:00Z to 2030-01-01T00:00:10Z.",
  ],
  [
    "many crons that come together in a later year",
    { cron: ["0 9 * * *", ...Array.from({ length: 20 }, (_, n) => `${n} 0 12 1 6 * 2030`)] },
    "SCHEDULE_TOO_OFTEN  The schedule fires 11 times from 2030-06-01T12:00:00Z to 2030-06-01T12:00:10Z.",
  ],
  [
    "each second, with exceptions for some years",
    { cron: ["0 9 * * *", "* * * * * * *"], except: { second: "1-59", year: "2020-2029" } },
    "SCHEDULE_TOO_OFTEN  The schedule fires 11 times from 2026-11-22T00:00:01Z to 2026-11-22T00:00:11Z.",
  ],
  [
    "every two seconds",
    { every: "2s" },
    "SCHEDULE_TOO_OFTEN  The schedule fires 11 times from 2026-11-22T00:00:02Z to 2026-11-22T00:00:22Z.",
  ],
])("%s is refused, with its place", (_, config, problem) => {
  const found = scheduleProblems(config, "", NOW);
  expect(found.map(({ code, path, message }) => `${code} ${path} ${message}`)).toEqual([problem]);
  expect(found[0]!.hint).toMatch(/\.$/);
});

test.each([
  ["../../etc/passwd", "Write a name of IANA's list, such as Europe/Berlin, or UTC."],
  ["", "Write a name of IANA's list, such as Europe/Berlin, or UTC."],
  ["__proto__", "Write a name of IANA's list, such as Europe/Berlin, or UTC."],
  ["posix/Europe/Berlin", "Write a name of IANA's list, such as Europe/Berlin, or UTC."],
  ["europe/berlin", "Write Europe/Berlin."],
  [" Europe/Berlin ", "Write Europe/Berlin."],
  ["new york", "Write America/New_York."],
  ["utc", "Write UTC."],
])("the zone %j does not exist, and the hint names the one that is meant", (timeZone, hint) => {
  const found = scheduleProblems({ cron: "0 9 * * *", timeZone }, "/config");
  expect(found).toMatchObject([{ code: "TIME_ZONE_UNKNOWN", path: "/config/timeZone", hint }]);
});

test("a cron that limits both kinds of days stands for either of them", () => {
  expect(readCron("0 9 13 * fri")).toHaveLength(2);
  expect(readCron("0 9 */2 * fri")).toHaveLength(1);
});

test.each<[ScheduleConfig, string]>([
  [{ cron: "0 9 * * mon-fri", timeZone: "Europe/Berlin" }, "At 09:00, Monday through Friday (Europe/Berlin)"],
  [{ cron: "@hourly" }, "Every hour (UTC)"],
  [
    { cron: ["0 9 13 * 5", "*/15 9-17 * * *"] },
    "At 09:00, on day 13 of the month, and on Friday; and every 15 minutes, between 09:00 and 17:59 (UTC)",
  ],
  [
    { calendar: { hour: 9, dayOfMonth: 13, dayOfWeek: "fri" } },
    "At 09:00, on day 13 of the month, only on Friday (UTC)",
  ],
  [
    { every: ["90s", { every: "1d", offset: "2h" }] },
    "Every 1 minute 30 seconds; and every 1 day, 2 hours after the full interval (UTC)",
  ],
  [
    { cron: "0 9 * * *", except: { dayOfMonth: 25, month: 12 }, startAt: "2027-01-01" },
    "At 09:00, except on day 25 of the month, only in December, from 2027-01-01 (UTC)",
  ],
])("%j in words: %s", (config, words) => {
  expect(scheduleProblems(config, "", NOW)).toEqual([]);
  expect(new SchemaCheck(SCHEDULE_CONFIG_SCHEMA).check(config as never, false)).toEqual([]);
  expect(scheduleWords(config)).toBe(words);
});

test.each<[string, object]>([
  ["without any time", { timeZone: "UTC" }],
  ["with an unknown field", { cron: "0 9 * * *", overlaps: "skip" }],
  ["with an overlap that does not exist", { cron: "0 9 * * *", overlap: "terminateOther" }],
  ["with a calendar that says nothing", { calendar: {} }],
  ["with an empty list", { cron: [] }],
])("the schema refuses a config %s", (_, config) => {
  expect(new SchemaCheck(SCHEDULE_CONFIG_SCHEMA).check(config as never, false)).not.toEqual([]);
});
