import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY } from "./calendar.ts";
import { instantToLocal, localToInstant, offsetMinutes } from "./local-time.ts";
import { MomentError } from "./moment-error.ts";
import { parseMoment } from "./parse-moment.ts";
import { isTimeZone, timeZoneNames } from "./zone.ts";

function errorOf(run: () => unknown): MomentError {
  try {
    run();
  } catch (error) {
    if (error instanceof MomentError) return error;
    throw error;
  }
  throw new Error("no error");
}

const iso = (text: string, zone?: string) => new Date(parseMoment(text, zone)).toISOString().replace(".000", "");

const formats = new Map<string, Intl.DateTimeFormat>();

/** The offset in minutes east of UTC, according to the ICU data of the Node that runs this test. */
function intlOffset(zone: string, ms: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en", {
      timeZone: zone,
      ...{ hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    } as Intl.DateTimeFormatOptions);
    formats.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)])) as Record<
    "year" | "month" | "day" | "hour" | "minute" | "second",
    number
  >;
  const wall = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return (wall - Math.floor(ms / 1000) * 1000) / 60_000;
}

describe("offsets", () => {
  // Compare up to 2024 only: an older Node may not know the changes that governments decided later.
  const end = Date.UTC(2025, 0, 1);
  const zones = timeZoneNames().filter((zone) => {
    try {
      return intlOffset(zone, 0) !== undefined;
    } catch {
      return false;
    }
  });

  test("agree with ICU at random instants in every zone", () => {
    expect(zones.length).toBeGreaterThan(400);
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: end }), (zone, ms) => {
        expect(offsetMinutes(zone, ms)).toBeCloseTo(intlOffset(zone, ms), 5);
      }),
      { numRuns: 5_000 },
    );
  });

  test("agree with ICU twice a day over many years, in zones where clocks change", () => {
    const known = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu"];
    for (const zone of [...known, "America/St_Johns", "Asia/Jerusalem", "America/Santiago", "Pacific/Apia"]) {
      for (let ms = Date.UTC(1995, 0, 1); ms < end; ms += DAY / 2) {
        if (offsetMinutes(zone, ms) !== intlOffset(zone, ms)) {
          expect([zone, new Date(ms).toISOString(), offsetMinutes(zone, ms)]).toEqual(intlOffset(zone, ms));
        }
      }
    }
  });

  test.each(["Europe/Berlin", "America/New_York", "Europe/London", "Australia/Sydney", "America/Santiago"])(
    "continue by the current rule: %s in the years 2100 to 2300",
    (zone) => {
      for (let ms = Date.UTC(2100, 0, 1, 0, 30); ms < Date.UTC(2300, 0, 1); ms += 5 * DAY) {
        if (offsetMinutes(zone, ms) !== intlOffset(zone, ms)) {
          expect([zone, new Date(ms).toISOString(), offsetMinutes(zone, ms)]).toEqual(intlOffset(zone, ms));
        }
      }
    },
  );

  test("convert an instant to local time and back", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2 ** 42 }), (zone, ms) => {
        const local = instantToLocal(ms, zone);
        const back = localToInstant(local, zone);
        // A time that clocks show twice gives the earlier one.
        if (back !== ms) {
          expect(back).toBeLessThan(ms);
          expect(instantToLocal(back, zone)).toEqual(local);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test("every name of IANA's list is known, and no other", () => {
    expect(timeZoneNames().length).toBeGreaterThan(590);
    for (const name of ["UTC", "Europe/Berlin", "US/Pacific", "Asia/Kolkata", "Etc/GMT+5"]) {
      expect(isTimeZone(name)).toBe(true);
    }
    for (const name of ["", "Mars/Olympus", "europe/berlin", "constructor"]) expect(isTimeZone(name)).toBe(false);
  });
});

describe("parseMoment", () => {
  test.each<[string, string | undefined, string]>([
    ["2026-03-29T02:30:00Z", "Europe/Berlin", "2026-03-29T02:30:00Z"],
    ["2026-03-29T02:30:00+05:30", undefined, "2026-03-28T21:00:00Z"],
    ["2026-03-29t02:30:00z", undefined, "2026-03-29T02:30:00Z"],
    ["2026-03-29T02:30Z", undefined, "2026-03-29T02:30:00Z"],
    ["2026-03-29T02:30:00.123456789Z", undefined, "2026-03-29T02:30:00.123Z"],
    ["2026-03-29T02:30:00.5-00:00", undefined, "2026-03-29T02:30:00.500Z"],
    ["2026-07-01T12:00:00", undefined, "2026-07-01T12:00:00Z"],
    ["2026-07-01 12:00", "Europe/Berlin", "2026-07-01T10:00:00Z"],
    // A time that clocks skip is moved to later.
    ["2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00Z"],
    ["2026-03-08T02:30:00", "America/New_York", "2026-03-08T07:30:00Z"],
    // A time that clocks show twice is the earlier instant.
    ["2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00Z"],
    ["2026-11-01T01:30:00", "America/New_York", "2026-11-01T05:30:00Z"],
    // A date is the first instant of its day; in Cairo, clocks skip midnight on this one.
    ["2026-07-01", undefined, "2026-07-01T00:00:00Z"],
    ["2026-07-01", "Asia/Kathmandu", "2026-06-30T18:15:00Z"],
    ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00Z"],
    // Samoa skipped this whole day when it moved across the date line.
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"],
    ["2024-02-29", "UTC", "2024-02-29T00:00:00Z"],
    ["0050-01-01", "UTC", "0050-01-01T00:00:00Z"],
  ])("%s in %s", (text, zone, expected) => {
    expect(iso(text, zone)).toBe(expected);
  });

  test.each<[string, string]>([
    ["", "is not a date and time"],
    ["tomorrow", "is not a date and time"],
    ["2026-02-29", "has no day 29: that month has 28"],
    ["2026-13-01", "has no month 13"],
    ["2026-00-01", "has no month 0"],
    ["2026-01-00", "has no day 0"],
    ["2026-01-01T24:00:00Z", "has an impossible time of day"],
    ["2026-01-01T10:60:00Z", "has an impossible time of day"],
    ["2026-01-01T10:00:00+25:00", "has the impossible offset +25:00"],
    ["2026-01-01T10Z", "is not a date and time"],
    ["01/02/2026", "is not a date and time"],
    ["2026-01-01Z", "is not a date and time"],
    [`2026-01-01T10:00:00.${"1".repeat(100)}Z`, "is not a date and time"],
  ])("%s: %s", (text, why) => {
    const error = errorOf(() => parseMoment(text, "UTC"));
    expect(error).toMatchObject({ code: "MOMENT_INVALID", message: expect.stringContaining(why) });
    expect(error.hint).not.toBe("");
  });

  test("the error for an unknown zone names it and suggests the zone that was probably meant", () => {
    expect(errorOf(() => parseMoment("2026-01-01", "europe/berlin"))).toMatchObject({
      code: "TIME_ZONE_UNKNOWN",
      message: 'There is no time zone "europe/berlin"',
      hint: "Write Europe/Berlin",
    });
    expect(errorOf(() => parseMoment("2026-01-01", "New York")).hint).toBe("Write America/New_York");
    expect(errorOf(() => parseMoment("2026-01-01", "Nowhere")).hint).toContain("IANA");
  });

  test("a local time with an offset is an error", () => {
    expect(errorOf(() => localToInstant("2026-01-01T00:00:00Z", "UTC"))).toMatchObject({ code: "MOMENT_INVALID" });
    expect(localToInstant({ year: 2026, month: 1, day: 1 }, "Europe/Berlin")).toBe(Date.UTC(2025, 11, 31, 23));
  });
});
