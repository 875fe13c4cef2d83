import type { Json } from "@tempograph/graph";
import { types } from "pg";
import { exactNumber } from "../exact-number.ts";
import { jsonValue } from "../row-text.ts";

const BOOL = 16;
const NUMBERS: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701, 1700]);
const JSONS: ReadonlySet<number> = new Set([114, 3802]);
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

/** The type of the elements of Postgres' own array types. Arrays of other types stay texts, as Postgres prints them. */
const ELEMENT_OF: Readonly<Record<number, number>> = {
  ...{ 1000: BOOL, 1005: 21, 1007: 23, 1016: 20, 1021: 700, 1022: 701, 1231: 1700, 1028: 26 },
  ...{ 1009: 25, 1015: 25, 1014: 25, 1002: 25, 2951: 25, 1182: 25, 1183: 25, 1270: 25, 1187: 25, 1001: 25 },
  ...{ 199: 114, 3807: 3802, 1115: TIMESTAMP, 1185: TIMESTAMPTZ },
};

/**
 * How a column's text becomes JSON, by the number of its type. The result is what `to_jsonb` makes of the same value, so that an event
 * looks the same whether it comes through replication or through an outbox. The session has to print dates as ISO, in UTC. Undefined: the
 * value fits into no event.
 */
export function columnValue(type: number): (text: string) => Json | undefined {
  if (type === BOOL) return (text) => text === "t";
  if (NUMBERS.has(type)) return exactNumber;
  if (JSONS.has(type)) return jsonValue;
  if (type === TIMESTAMP) return (text) => text.replace(" ", "T");
  if (type === TIMESTAMPTZ) return isoWithZone;
  const element = ELEMENT_OF[type];
  if (element === undefined) return (text) => text;
  const ofElement = columnValue(element);
  const ofEach = (value: Nested): Json =>
    typeof value === "string" ? (ofElement(value) ?? null) : (value?.map(ofEach) ?? null);
  return (text) => ofEach(parseTexts(text));
}

type Nested = string | null | readonly Nested[];

const TEXT_ARRAY = 1009;
const parseTexts = types.getTypeParser(TEXT_ARRAY as never) as (text: string) => Nested;

/** `2026-01-31 12:00:00+00` becomes `2026-01-31T12:00:00+00:00`; `infinity` stays. */
function isoWithZone(text: string): string {
  return text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
}
