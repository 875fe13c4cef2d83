import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, daysOfMonth, localMs, printLocal, toLocal, weekday } from "./calendar.ts";

const years = { min: -62_167_219_200_000, max: 253_402_300_799_999 };

test("the calendar agrees with Date in the years 0 to 9999", () => {
  fc.assert(
    fc.property(fc.integer(years), (ms) => {
      const date = new Date(ms);
      const local = toLocal(ms);
      expect(`${printLocal({ ...local, millisecond: 0 })}`).toBe(date.toISOString().slice(0, 19));
      expect(local.millisecond).toBe(date.getUTCMilliseconds());
      expect(localMs(local)).toBe(ms);
      expect(weekday(ms)).toBe(date.getUTCDay() === 0 ? 7 : date.getUTCDay());
    }),
    { numRuns: 5_000 },
  );
  for (let ms = Date.UTC(1895, 0, 1); ms < Date.UTC(2105, 0, 1); ms += DAY) {
    if (`${printLocal(toLocal(ms))}.000Z` !== new Date(ms).toISOString()) expect(toLocal(ms)).toBe(new Date(ms));
  }
});

test("a month, day or hour beyond the end of its range continues in the next year, month or day", () => {
  expect(localMs({ year: 2026, month: 14, day: 1 })).toBe(Date.UTC(2027, 1, 1));
  expect(localMs({ year: 2026, month: -1, day: 31 })).toBe(Date.UTC(2025, 10, 31));
  expect(localMs({ year: 2026, month: 1, day: 0, hour: 25 })).toBe(Date.UTC(2026, 0, 1, 1));
});

test("the number of days of a month", () => {
  expect([2024, 2025, 1900, 2000].map((year) => daysOfMonth(year, 2))).toEqual([29, 28, 28, 29]);
  expect(Array.from({ length: 12 }, (_, month) => daysOfMonth(2026, month + 1))).toEqual([
    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
  ]);
});
