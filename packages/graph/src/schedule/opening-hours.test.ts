import fc from "fast-check";
import { expect, test } from "vitest";
import { instantToLocal } from "../time-zone/local-time.ts";
import { openingAt } from "./opening-hours.ts";
import type { OpeningHours } from "./week-hours.ts";
import type { OpeningTimes, TimeCondition } from "../definition/trigger-when.ts";
import { readOpeningHours } from "./read-opening-hours.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One time of the week, with the fields around it. */
type Written = OpeningTimes &
  Pick<TimeCondition, "timeZone" | "holidays"> & { readonly more?: readonly OpeningTimes[] };
const conditionOf = ({ timeZone, holidays, more = [], ...hours }: Written): TimeCondition => ({
  ...{ ...(timeZone && { timeZone }), ...(holidays && { holidays }), hours: [hours, ...more] },
});

const at = (written: Written, moment: string) => {
  const opening = openingAt(readOpeningHours(conditionOf(written)).hours!, Date.parse(moment));
  if (opening.open) return "open";
  const opensAt = opening.opensAt();
  return opensAt === null ? "never" : new Date(opensAt).toISOString().slice(0, 16);
};

const office: Written = { days: "mon-fri", from: "09:00", to: "17:00", timeZone: "Europe/Berlin" };

test.each<[string, Written, string, string]>([
  ["within the hours", office, "2026-11-23T08:00:00Z", "open"],
  ["a moment before they begin", office, "2026-11-23T07:59:59.999Z", "2026-11-23T08:00"],
  ["when they end", office, "2026-11-23T16:00:00Z", "2026-11-24T08:00"],
  ["on Friday evening", office, "2026-11-27T20:00:00Z", "2026-11-30T08:00"],
  ["on a weekend in which clocks go forward", office, "2026-03-28T12:00:00Z", "2026-03-30T07:00"],
  ["on a holiday", { ...office, holidays: ["2026-11-23"] }, "2026-11-23T10:00:00Z", "2026-11-24T08:00"],
  [
    "on holidays of every year",
    { ...office, holidays: ["12-25", "12-26"] },
    "2025-12-25T10:00:00Z",
    "2025-12-29T08:00",
  ],
  ["with days as a list", { days: ["sat", "sunday"] }, "2026-11-23T10:00:00Z", "2026-11-28T00:00"],
  ["a night that begins on an open day", { days: "fri", from: "22:00", to: "06:00" }, "2026-11-28T05:59:00Z", "open"],
  [
    "a night whose day does not open",
    { days: "fri", from: "22:00", to: "06:00" },
    "2026-11-27T05:00:00Z",
    "2026-11-27T22:00",
  ],
  [
    "a night that ends on a holiday",
    { from: "22:00", to: "06:00", holidays: ["2026-12-25"] },
    "2026-12-25T01:00:00Z",
    "open",
  ],
  [
    "hours that clocks skip",
    { from: "02:00", to: "03:00", timeZone: "Europe/Berlin" },
    "2026-03-29T00:59:00Z",
    "2026-03-30T00:00",
  ],
  [
    "hours that begin while clocks skip",
    { from: "02:30", to: "05:00", timeZone: "Europe/Berlin" },
    "2026-03-29T00:59:00Z",
    "2026-03-29T01:00",
  ],
  [
    "hours that clocks show twice, the first time",
    { from: "02:00", to: "03:00", timeZone: "Europe/Berlin" },
    "2026-10-25T00:30:00Z",
    "open",
  ],
  ["and the second time", { from: "02:00", to: "03:00", timeZone: "Europe/Berlin" }, "2026-10-25T01:30:00Z", "open"],
  [
    "between them",
    { from: "02:30", to: "03:00", timeZone: "Europe/Berlin" },
    "2026-10-25T01:00:00Z",
    "2026-10-25T01:30",
  ],
  [
    "the second of several hours",
    { ...office, more: [{ days: "sat", from: "10:00", to: "14:00" }] },
    "2026-11-28T12:00:00Z",
    "open",
  ],
  [
    "before the second of several hours",
    { ...office, more: [{ days: "sat", from: "10:00", to: "14:00" }] },
    "2026-11-27T20:00:00Z",
    "2026-11-28T09:00",
  ],
  [
    "a zone that has done away with summer time",
    { ...office, timeZone: "Europe/Moscow" },
    "2026-07-06T05:59:00Z",
    "2026-07-06T06:00",
  ],
  ["while that zone still had it", { ...office, timeZone: "Europe/Moscow" }, "2010-07-05T05:00:00Z", "open"],
  ["a date that a zone skipped", { days: "fri", timeZone: "Pacific/Apia" }, "2011-12-30T11:00:00Z", "2012-01-05T10:00"],
])("%s", (_, condition, moment, expected) => {
  expect(at(condition, moment)).toBe(expected);
});

test("says why it is closed", () => {
  const why = (written: Written, moment: string) => {
    const opening = openingAt(readOpeningHours(conditionOf(written)).hours!, Date.parse(moment));
    return opening.open || opening.why();
  };
  expect(why(office, "2026-11-28T13:02:00Z")).toBe(
    "Saturday 2026-11-28 14:02 in Europe/Berlin is outside of the opening hours Mon–Fri 09:00–17:00",
  );
  expect(why({ ...office, more: [{ days: "sat,mon", from: "10:00", to: "14:00" }] }, "2026-11-23T20:00:00Z")).toBe(
    "Monday 2026-11-23 21:00 in Europe/Berlin is outside of the opening hours Mon–Fri 09:00–17:00, Mon, Sat 10:00–14:00",
  );
  expect(why({ ...office, holidays: ["11-23"] }, "2026-11-23T10:00:00Z")).toBe(
    "Monday 2026-11-23 11:00 in Europe/Berlin is on a holiday",
  );
  expect(why({ from: "22:00", to: "24:00" }, "2026-11-23T10:00:00Z")).toContain("hours every day 22:00–24:00");
  expect(why({ days: "sat,sun" }, "2026-11-23T10:00:00Z")).toContain("hours Sat, Sun");
});

test.each<[string, TimeCondition, string]>([
  ["a zone that does not exist", { timeZone: "Berlin" }, "TIME_ZONE_UNKNOWN /timeZone"],
  ["a day that does not exist", { hours: [{ days: "mon-frei" }] }, "TIME_CONDITION_INVALID /hours/0/days"],
  ["a time that does not exist", { hours: [{}, { from: "25:00" }] }, "TIME_CONDITION_INVALID /hours/1/from"],
  ["a time with minutes that do not exist", { hours: [{ to: "17:60" }] }, "TIME_CONDITION_INVALID /hours/0/to"],
  ["hours without length", { hours: [{ from: "09:00", to: "09:00" }] }, "TIME_CONDITION_INVALID /hours/0/to"],
  ["an end at the beginning", { hours: [{ to: "00:00" }] }, "TIME_CONDITION_INVALID /hours/0/to"],
  ["a date that does not exist", { holidays: ["2026-12-24", "2026-02-30"] }, "TIME_CONDITION_INVALID /holidays/1"],
  ["a date in another notation", { holidays: ["24.12."] }, "TIME_CONDITION_INVALID /holidays/0"],
  ["a moment instead of a date", { holidays: ["2026-12-24T10:00:00"] }, "TIME_CONDITION_INVALID /holidays/0"],
])("%s is refused, with its place", (_, condition, problem) => {
  expect(readOpeningHours(condition).problems.map(({ code, path }) => `${code} ${path}`)).toEqual([problem]);
});

test("hours that never open are refused", () => {
  const everyDay = Array.from({ length: 366 }, (_, day) =>
    new Date(Date.UTC(2028, 0, 1 + day)).toISOString().slice(5, 10),
  );
  expect(readOpeningHours({ holidays: everyDay }).problems).toMatchObject([{ code: "TIME_CONDITION_INVALID" }]);
});

test("the next opening is the first open instant, also while clocks change", () => {
  const changes: [string, string][] = [
    ["Europe/Berlin", "2026-03-28T12:00:00Z"],
    ["Europe/Berlin", "2026-10-24T12:00:00Z"],
    ["Australia/Lord_Howe", "2026-10-03T00:00:00Z"],
    ["America/Havana", "2026-03-07T18:00:00Z"],
    ["Pacific/Apia", "2011-12-29T12:00:00Z"],
  ];
  const quarter = fc.integer({ min: 0, max: 95 }).map((quarters) => quarters * 15 * MINUTE);
  const shape = fc.record({
    from: quarter,
    to: quarter,
    days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
  });
  fc.assert(
    fc.property(
      shape,
      fc.option(shape),
      fc.constantFrom(...changes),
      fc.integer({ min: 0, max: 40 * 60 }),
      (drawn, more, [timeZone, around], minutes) => {
        fc.pre([drawn, more ?? drawn].every(({ from, to }) => from !== to && to !== 0));
        const hours: OpeningHours = { spans: [drawn, ...(more === null ? [] : [more])], timeZone, holidays: new Set() };
        const ms = Date.parse(around) + minutes * MINUTE;
        const opening = openingAt(hours, ms);
        expect(opening.open).toBe(isOpen(hours, ms));
        if (opening.open) return;
        const until = Math.min(opening.opensAt()!, ms + 48 * HOUR);
        for (let closed = ms; closed < until; closed += 15 * MINUTE) expect(isOpen(hours, closed)).toBe(false);
        expect(isOpen(hours, opening.opensAt()!)).toBe(true);
        expect(isOpen(hours, opening.opensAt()! - 1)).toBe(false);
      },
    ),
    { numRuns: 300 },
  );
});

/** What the clock and the calendar on the wall say. */
function isOpen({ timeZone, spans }: OpeningHours, ms: number): boolean {
  const { year, month, day, hour, minute, second, millisecond } = instantToLocal(ms, timeZone);
  const time = hour * HOUR + minute * MINUTE + second * 1000 + millisecond;
  const today = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return spans.some(({ days, from, to }) => {
    if (to > from) return days.includes(today) && time >= from && time < to;
    return (days.includes(today) && time >= from) || (days.includes((today + 6) % 7) && time < to);
  });
}
