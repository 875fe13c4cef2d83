import { MINUTE, toLocal } from "./calendar.ts";
import { ZONE_LINES } from "./zone-data.ts";
import type { YearlyChange } from "./zone-rule.ts";
import { changeInYear } from "./zone-rule.ts";

/** Half a minute. The data counts in this unit, because every clock change since 1970 falls on a multiple of it. */
const UNIT = MINUTE / 2;

export interface Zone {
  /** The instants at which the clock changed, in ms since the epoch, ascending. */
  readonly changes: readonly number[];
  /** Offsets in minutes east of UTC: `offsets[i]` holds until `changes[i]`, and the last one after all changes. */
  readonly offsets: readonly number[];
  /** The clock changes of every year from `yearlyFrom` on; `changes` holds those of the years before. */
  readonly yearly: readonly YearlyChange[];
  readonly yearlyFrom: number;
}

let lines: Map<string, string> | undefined;
const zones = new Map<string, Zone>();

/** The line of each zone name. The map is built at the first call, so that loading this module costs nothing. */
function linesByName(): Map<string, string> {
  if (lines !== undefined) return lines;
  lines = new Map();
  for (const line of ZONE_LINES) {
    for (const name of line.slice(0, line.indexOf("|")).split(",")) lines.set(name, line);
  }
  return lines;
}

/** All names of IANA's list, including old ones such as `US/Pacific`. */
export function timeZoneNames(): readonly string[] {
  return [...linesByName().keys()].toSorted();
}

export function isTimeZone(name: string): boolean {
  return linesByName().has(name);
}

/** The zone of a name; undefined if the name is not in IANA's list. */
export function findZone(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const line = linesByName().get(name);
  if (line === undefined) return undefined;
  const zone = unpack(line);
  zones.set(name, zone);
  return zone;
}

/**
 * Unpacks a line of `zone-data.ts`. Its five parts are separated by `|`:
 *
 * 1. the names of the zone, separated by commas;
 * 2. the table of offsets that the zone has ever had;
 * 3. one base-36 digit for each period from 1970 on: the position of its offset in the table;
 * 4. the clock changes, each as the distance from the one before, in units, base 36;
 * 5. the first year of the yearly changes, and these changes.
 */
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

/** The offset at an instant, in minutes east of UTC. Before 1970 it is the offset that the zone had at the beginning of 1970. */
export function offsetAt(zone: Zone, ms: number): number {
  const { changes, offsets, yearly, yearlyFrom } = zone;
  if (yearly.length > 0) {
    const { year } = toLocal(ms);
    // At the beginning of a year, the last change of the year before still decides. Local and UTC years differ for a few
    // hours, so the next year is looked at, too.
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
