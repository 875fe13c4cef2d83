/** 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z. */
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

/**
 * Whether an event can happen at a moment in milliseconds: in the years 1 to 9999, which RFC 3339 and Postgres write in the same way.
 * `Date` knows others, such as +275760. NaN, which is what `Date.parse` makes of a text that names no moment, is none.
 */
export function isEventTime(ms: number): boolean {
  return ms >= FIRST_MS && ms <= LAST_MS;
}
