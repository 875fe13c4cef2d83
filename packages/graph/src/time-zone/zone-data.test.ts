import moment from "moment-timezone";
import packed from "moment-timezone/data/packed/latest.json" with { type: "json" };
import { expect, test } from "vitest";
import { DAY, localMs, MINUTE, toLocal, weekday } from "./calendar.ts";
import { changeInYear } from "./zone-rule.ts";

interface Unpacked {
  readonly name: string;
  /** The end of the period of each offset; the last one is infinite. */
  readonly untils: readonly number[];
  /** Minutes west of UTC. */
  readonly offsets: readonly number[];
}

const LAST_YEAR = 2499;
const UNIT = MINUTE / 2;

// This test also generates `zone-data.ts`: after an upgrade of moment-timezone, run this file with `vitest -u` and commit
// the changed data. moment-timezone (MIT) is needed for nothing else; it contains IANA's data, which is in the public domain.
test("zone-data.ts is up to date with the pinned version of IANA's data", async () => {
  const aliases = new Map<string, string[]>();
  for (const link of packed.links) {
    const [target, alias] = link.split("|") as [string, string];
    aliases.set(target, [...(aliases.get(target) ?? []), alias]);
  }
  const lines = packed.zones.map((text) => {
    const zone = (moment.tz as unknown as { unpack(text: string): Unpacked }).unpack(text);
    return packZone(zone, [zone.name, ...(aliases.get(zone.name) ?? []).toSorted()]);
  });
  const file = [
    "/* Made by zone-data.test.ts; do not edit. */",
    "",
    "/** The version of IANA's time zone data. */",
    `export const TIME_ZONE_DATA_VERSION = ${JSON.stringify(packed.version)};`,
    "",
    "/** One line for each zone, in the form that `zone.ts` reads. */",
    "export const ZONE_LINES: readonly string[] = [",
    ...lines.toSorted().map((line) => `  ${JSON.stringify(line)},`),
    "];",
    "",
  ].join("\n");
  await expect(file).toMatchFileSnapshot("./zone-data.ts");
  expect(file.length).toBeLessThan(100_000);
});

function packZone(zone: Unpacked, names: readonly string[]): string {
  const all = zone.untils.map((at, index) => ({
    at,
    before: -(zone.offsets[index] as number) || 0,
    after: -(zone.offsets[index + 1] ?? 0) || 0,
  }));
  const changes = all.filter(({ at, before, after }) => at >= 0 && at !== Infinity && before !== after);
  const first = all.find(({ at }) => at >= 0)?.before as number;
  const rules = yearlyRules(changes);
  const explicit = changes.filter(({ at }) => at < rules.from);
  const table = [...new Set([first, ...changes.map(({ after }) => after)])];
  let units = 0;
  const deltas = explicit.map(({ at }) => {
    expect(at % UNIT).toBe(0);
    const delta = at / UNIT - units;
    units = at / UNIT;
    return delta.toString(36);
  });
  return [
    names.join(","),
    table.join(" "),
    [first, ...explicit.map(({ after }) => after)].map((offset) => table.indexOf(offset).toString(36)).join(""),
    deltas.join(" "),
    [
      ...(rules.changes.length > 0 ? [rules.year] : []),
      ...rules.changes.map(({ month, week, weekday: day, minute, before, after }) =>
        [month, week, day, minute, table.indexOf(before), table.indexOf(after)].join(","),
      ),
    ].join(" "),
  ].join("|");
}

type Change = { readonly at: number; readonly before: number; readonly after: number };

/**
 * Finds the rule by which the clocks of a zone change every year up to the end of the data (for example "the last Sunday
 * of March"), and the first year from which on it holds.
 */
function yearlyRules(changes: readonly Change[]) {
  const byYear = Map.groupBy(changes, ({ at }) => toLocal(at).year);
  const inYear = (year: number) => byYear.get(year) ?? [];
  const none = { from: Infinity, year: LAST_YEAR, changes: [] };
  if (inYear(LAST_YEAR).length === 0) return none;
  const rules = inYear(LAST_YEAR).map((_, index) => {
    const sample = Array.from({ length: 400 }, (__, back) => inYear(LAST_YEAR - back)[index] as Change);
    return ruleOf(sample);
  });
  let year = LAST_YEAR;
  const holds = (of: number) =>
    inYear(of).length === rules.length &&
    inYear(of).every(({ at, before, after }, index) => {
      const rule = rules[index] as (typeof rules)[number];
      return rule.before === before && rule.after === after && changeInYear(rule, of) === at;
    });
  while (holds(year)) year--;
  return { from: localMs({ year: year + 1, month: 1, day: 1 }), year: year + 1, changes: rules };
}

function ruleOf(sample: readonly Change[]) {
  const { before, after } = sample[0] as Change;
  for (const shift of [0, 1, -1, 2, 3]) {
    const days = sample.map(({ at }) => at + before * MINUTE - shift * DAY);
    const months = new Set(days.map((day) => toLocal(day).month));
    const weekdays = new Set(days.map(weekday));
    const weeks = new Set(days.map((day) => Math.ceil(toLocal(day).day / 7)));
    const last = days.every((day) => toLocal(day + 7 * DAY).month !== toLocal(day).month);
    if (months.size !== 1 || weekdays.size !== 1 || (weeks.size !== 1 && !last)) continue;
    const minute = (((days[0] as number) % DAY) + DAY) % DAY;
    return {
      month: [...months][0] as number,
      week: last ? 5 : ([...weeks][0] as number),
      weekday: [...weekdays][0] as number,
      minute: minute / MINUTE + shift * 1440,
      before,
      after,
    };
  }
  throw new Error("The clock changes of this zone follow a rule that this test does not know");
}
