/** The last moment that a date can show: the year 275760. */
const LAST_MOMENT = 8.64e15;

/** Whether a value from outside can be a time, ms since epoch: the machine's own time never goes back from it (rule 11). */
export function isMoment(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= LAST_MOMENT;
}
