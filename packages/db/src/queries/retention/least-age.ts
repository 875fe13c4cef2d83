/** Temporal deletes closed executions up to half an hour after their time; until then the mirror could find them again. */
const LATE_MS = 2 * 60 * 60_000;

/** How old something closed has to be, whatever a policy says: Temporal, which keeps it for `temporalMs`, must have forgotten it. */
export function leastAgeMs(temporalMs: number): number {
  return temporalMs + LATE_MS;
}
