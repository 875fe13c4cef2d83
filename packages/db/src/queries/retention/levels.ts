/** What retention removes of a closed execution, in this order. Each level includes the ones before it. */
export const LEVELS = { history: 1, values: 2, shapes: 3 } as const;

export type Level = (typeof LEVELS)[keyof typeof LEVELS];

/** Rows that hang on executions, found by one column that an index begins with. */
export interface OwnedRows {
  readonly table: string;
  readonly column: string;
}

const by = (column: string, ...tables: string[]): OwnedRows[] => tables.map((table) => ({ table, column }));

/** The tables whose rows a level deletes. */
export const deletedBy: Readonly<Record<Level, readonly OwnedRows[]>> = {
  1: by("execution_id", "history_batches", "history_events", "superseded_runs"),
  // Large values go when no reference keeps them any more (`sweepPayloads`).
  2: by("execution_id", "execution_updates", "execution_update_batches", "step_logs", "payload_references", "replies"),
  3: [
    ...by("execution_id", "event_takes", "event_waits", "lock_holders", "lock_waiters", "cancel_requests"),
    ...by("execution_id", "mirror_runs", "step_attempts", "steps"),
    ...by("child_id", "calls"),
    ...by("parent_id", "calls"),
    ...by("id", "executions"),
  ],
};

/** The tables whose rows a level keeps without their values. */
export const emptiedBy: Readonly<Record<Level, readonly OwnedRows[]>> = {
  1: [],
  2: [...by("id", "executions"), ...by("execution_id", "steps", "step_attempts")],
  3: [],
};

/** From what has been removed up to what is to be. */
export function levelsBetween(removed: number, level: Level): Level[] {
  return Object.values(LEVELS).filter((one) => one > removed && one <= level);
}
