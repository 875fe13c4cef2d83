import type { Failure, Json, TraceEntry } from "@tempograph/graph";
import type { StepRow } from "@tempograph/db";

type Mutable = { -readonly [Key in keyof StepRow]: StepRow[Key] };

const STATUS = {
  scheduled: "scheduled",
  started: "running",
  waiting: "waiting",
  completed: "completed",
  completedLate: "completedLate",
  failed: "failed",
  skipped: "skipped",
  cancelled: "cancelled",
  notReached: "notReached",
} as const;

/** Folds a trace into one row per step. The worker's advisory rows and the projection come from this same fold. */
export class StepRows {
  readonly #rows = new Map<string, Mutable>();

  add(entries: readonly TraceEntry[]): void {
    for (const entry of entries) this.#fold(entry);
  }

  /** What only history's ActivityTaskStarted knows: when the last attempt began, and which it was. */
  attempt(path: string, attempt: number, startedAt: number | null): void {
    const row = this.#rows.get(path);
    if (row === undefined) return;
    row.attempts = Math.max(row.attempts, attempt);
    if (startedAt !== null) row.startedAt = startedAt;
  }

  get(path: string): StepRow | undefined {
    return this.#rows.get(path);
  }

  /** In order of first appearance. */
  rows(): StepRow[] {
    return [...this.#rows.values()];
  }

  #fold(entry: TraceEntry): void {
    const row = this.#rows.get(entry.path) ?? this.#insert(entry);
    row.status = STATUS[entry.kind];
    if (entry.input !== undefined) row.input = entry.input;
    if (entry.output !== undefined) row.output = entry.output;
    if (entry.failure !== undefined) row.failure = entry.failure;
    if (entry.port !== undefined) row.port = entry.port;
    switch (entry.kind) {
      case "scheduled":
        row.scheduledAt ??= entry.at;
        return;
      case "started":
      case "waiting":
        row.scheduledAt ??= entry.at;
        row.startedAt ??= entry.at;
        return;
      case "skipped":
      case "notReached":
        return;
      case "completed":
      case "completedLate":
      case "failed":
      case "cancelled":
        // A node that the machine carries out begins and ends in one moment.
        if (row.scheduledAt === null) row.scheduledAt = row.startedAt = entry.at;
        row.endedAt = entry.at;
        return;
    }
  }

  #insert(entry: TraceEntry): Mutable {
    const row: Mutable = {
      path: entry.path,
      position: this.#rows.size,
      nodeId: entry.nodeId,
      type: entry.type,
      status: STATUS[entry.kind],
      port: null as string | null,
      input: null as Json,
      output: null as Json,
      failure: null as Failure | null,
      attempts: 0,
      scheduledAt: null as number | null,
      startedAt: null as number | null,
      endedAt: null as number | null,
    };
    this.#rows.set(entry.path, row);
    return row;
  }
}
