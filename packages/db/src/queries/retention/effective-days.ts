import type { RetentionDays } from "./policy.ts";

/** Days after which each level is reached; null: never. What a later level removes is never kept longer than that level. */
export interface EffectiveDays {
  readonly history: number | null;
  readonly values: number | null;
  readonly shapes: number | null;
}

/** What holds for a workflow, of its own policy and that of its project. */
export function effectiveDays(project: RetentionDays | undefined, own?: RetentionDays): EffectiveDays {
  const of = (name: keyof RetentionDays): number | null => (own?.[name] ?? project?.[name] ?? 0) || null;
  const shapes = of("shapeDays");
  const values = least(of("valueDays"), shapes);
  return { shapes, values, history: least(of("historyDays"), values) };
}

function least(days: number | null, most: number | null): number | null {
  if (days === null || most === null) return days ?? most;
  return Math.min(days, most);
}
