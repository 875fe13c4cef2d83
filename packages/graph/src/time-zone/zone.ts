import { MINUTE, toLocal } from "./calendar.ts";
import { ZONE_LINES } from "./zone-data.ts";
import type { YearlyChange } from "./zone-rule.ts";
import { changeInYear } from "./zone-rule.ts";

/** Half a minute: every change since 1970 falls on one. */
const UNIT = MINUTE / 2;

interface Zone {
  /** When the clock changed, ms since the epoch, ascending. */
  readonly changes: readonly number[];
  /** Minutes east of UTC: `offsets[i]` until `changes[i]`, the last one after all of them. */
  readonly offsets: readonly number[];
  /** What comes every year from `yearlyFrom` on; `changes` ends before. */
  readonly yearly: readonly YearlyChange[];
  readonly yearlyFrom: number;
}

let lines: Map<string, string> | undefined;
const zones = new Map<string, Zone>();

/** The line of every name; built at the first question, loading the module costs nothing. */
function linesByName(): Map<string, string> {
  if (lines !== undefined) return lines;
  lines = new Map();
  for (const line of ZONE_LINES) {
    for (const name of line.slice(0, line.indexOf("|")).split(",")) lines.set(name, line);
  }
  return lines;
}

/** Every name of IANA's list, old ones (`US/Pacific`) included. */
export function timeZoneNames(): readonly string[] {
  return [...linesByName().keys()].toSorted();
}

export function isTimeZone(name: string): boolean {
  return linesByName().has(name);
}

/** Undefined for a name that IANA does not have. */
export function findZone(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const line = linesByName().get(name);
  if (line === undefined) return undefined;
  const zone = unpack(line);
  zones.set(name, zone);
  return zone;
}

/** `names|offsets|which offset, from 1970 on, a digit each|changes, each from the one before|from which year on, and yearly changes`. */
function unpack(line: string): Zone {
  const [, offsetList, which, deltas, rules] = line.split("|") as [string, string, string, string, string];
  const table = offsetList.split(" ").map(Number);
  const offsets = [...which].map((digit) => table[Number.parseInt(digit, 36)] as number);
  let units = 0;
  const changes = deltas === "" ? [] : deltas.split(" ").map((delta) => (units += Number.parseInt(delta, 36)) * UNIT);
  const [from, ...ofYear] = rules.split(" ") as [string, ...string[]];
  const yearly = ofYear.map((rule): YearlyChange => {
    const [month, week, day, minute, before, after] = rule.split(",").map(Number) as number[];
    return {
      month: month as number,
      week: week as number,
      weekday: day as number,
      minute: minute as number,
      before: table[before as number] as number,
      after: table[after as number] as number,
    };
  });
  return { changes, offsets, yearly, yearlyFrom: from === "" ? Number.POSITIVE_INFINITY : Number(from) };
}

/** Minutes east of UTC at an instant. Before 1970 what the zone had in 1970. */
export function offsetAt(zone: Zone, ms: number): number {
  const { changes, offsets, yearly, yearlyFrom } = zone;
  if (yearly.length > 0) {
    const { year } = toLocal(ms);
    // At the beginning of a year the last change of the year before still holds.
    for (const candidate of [year + 1, year, year - 1]) {
      if (candidate < yearlyFrom) break;
      const latest = yearly.findLast((change) => changeInYear(change, candidate) <= ms);
      if (latest !== undefined) return latest.after;
    }
  }
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms < (changes[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return offsets[low] as number;
}
