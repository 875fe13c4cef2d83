/** The years 1 to 9999: those that RFC 3339 and Postgres write in the same way. `Date` knows others, such as +275760. */
const FIRST_MS = Date.parse("0001-01-01T00:00:00Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** The moment that a text names, in milliseconds. Undefined: it names none, or one at which no event can happen. */
export function eventTime(text: string): number | undefined {
  const ms = Date.parse(text);
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : undefined;
}
