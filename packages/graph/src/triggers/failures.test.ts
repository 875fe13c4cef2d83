import { expect, test } from "vitest";
import { failures, isQuietAt, type FailuresConfig } from "./failures.ts";

const night = { timeZone: "Europe/Berlin", hours: [{ from: "22:00", to: "07:00" }, { days: "sat,sun" }] };

test.each([
  ["a minute before", "2026-11-23T20:59:00Z", false],
  ["when it begins", "2026-11-23T21:00:00Z", true],
  ["after midnight", "2026-11-24T03:00:00Z", true],
  ["when it ends", "2026-11-24T06:00:00Z", false],
  ["by clocks that were put forward", "2026-07-01T20:30:00Z", true],
  ["on a day that is quiet as a whole", "2026-11-22T12:00:00Z", true],
])("quiet hours: %s", (_, at, quiet) => {
  expect(isQuietAt({ quietHours: night }, Date.parse(at))).toBe(quiet);
  expect(isQuietAt({}, Date.parse(at))).toBe(false);
});

test.each<[FailuresConfig, readonly string[]]>([
  [{}, []],
  [{ every: "10s", repeatAfter: "30d", quietHours: night }, []],
  [{ every: "1s" }, ["/config/every"]],
  [{ every: "2d", repeatAfter: "soon" as never }, ["/config/every", "/config/repeatAfter"]],
  [
    { quietHours: { timeZone: "Europe/Berlim", hours: [{ from: "25:00" }] } },
    ["/config/quietHours/timeZone", "/config/quietHours/hours/0/from"],
  ],
  [{ quietHours: { hours: [{}] } }, ["/config/quietHours/hours"]],
  [
    {
      quietHours: {
        hours: [
          { from: "20:00", to: "08:00" },
          { from: "07:30", to: "20:00" },
        ],
      },
    },
    ["/config/quietHours/hours"],
  ],
  [
    {
      quietHours: {
        hours: [
          { from: "20:00", to: "08:00" },
          { from: "08:00", to: "19:59" },
        ],
      },
    },
    [],
  ],
])("%j has problems at %j", (config, places) => {
  const problems = [...failures.check!({ kind: "failures", config: config as never })];
  expect(problems.map(({ path }) => path)).toEqual(places);
  for (const { message, hint } of problems) expect(`${message} ${hint}`).toMatch(/\w/);
});
