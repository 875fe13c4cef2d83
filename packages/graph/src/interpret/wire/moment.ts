/** The last moment that a JavaScript Date can represent, in the year 275760. */
const LAST_MOMENT = 8.64e15;

/**
 * Whether a value from outside is a valid time in ms since epoch. An invalid one must be ignored, because the machine's time
 * never goes back (rule 11): one impossibly late time would stay forever.
 */
export function isMoment(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= LAST_MOMENT;
}
