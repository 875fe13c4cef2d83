import type { EffectiveDays } from "./effective-days.ts";
import { LEVELS, type Level } from "./levels.ts";

const DAY_MS = 24 * 60 * 60_000;

/** What is removed of an execution that closed so long ago; 0: nothing. */
export function levelAfter(days: EffectiveDays, ageMs: number, leastMs: number): Level | 0 {
  const isOver = (limit: number | null): boolean => limit !== null && ageMs > Math.max(limit * DAY_MS, leastMs);
  if (isOver(days.shapes)) return LEVELS.shapes;
  if (isOver(days.values)) return LEVELS.values;
  return isOver(days.history) ? LEVELS.history : 0;
}

/** After how long the first level behind `removed` is reached. */
export function firstAfter({ history, values, shapes }: EffectiveDays, removed: number, leastMs: number): number {
  const next = [history, values, shapes].slice(removed).find((limit) => limit !== null);
  return next == null ? Infinity : Math.max(next * DAY_MS, leastMs);
}
