import type { Failure, Json, Resume, TraceEntry, TraceKind } from "@tempograph/graph";
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
  incident: "incident",
} as const satisfies { readonly [Kind in TraceKind]?: StepRow["status"] };

/** Kinds that concern the execution as a whole, not a step. */
type StepKind = keyof typeof STATUS;

/** Statuses of steps that have not ended. */
export const OPEN: ReadonlySet<StepRow["status"]> = new Set(["scheduled", "running", "waiting", "incident"]);

/** Positions that each run of a chain has to itself. */
const POSITIONS_PER_RUN = 1_000_000;

/** Folds a trace into one row per step. The worker's live updates and the projection come from this same fold. */
export class StepRows {
  readonly #rows = new Map<string, Mutable>();
  /** Changed since `takeChanges` was called last. */
  readonly #changed = new Set<Mutable>();
  readonly #offset: number;
  /** Steps that an earlier run of the chain began. */
  readonly #begun: ReadonlySet<string>;

  constructor(resume?: Resume) {
    this.#offset = resume === undefined ? 0 : (resume.run - 1) * POSITIONS_PER_RUN;
    this.#begun = new Set(resume?.state.open.map(({ path }) => path));
  }

  add(entries: readonly TraceEntry[]): void {
    for (const entry of entries) if (entry.kind in STATUS) this.#fold(entry, entry.kind as StepKind);
  }

  /** What only history's ActivityTaskStarted knows: when the last attempt began, and which it was. */
  attempt(path: string, attempt: number, startedAt: number | null): void {
    const row = this.#rows.get(path);
    if (row === undefined) return;
    this.#changed.add(row);
    row.attempts = Math.max(row.attempts, attempt);
    if (startedAt !== null) row.startedAt = startedAt;
  }

  /**
   * The rows that have changed since the last call, so that a write of an open execution costs what is new and not what
   * there is. With `andOpen` also those that have not ended: the last write makes them final as they are.
   */
  takeChanges(andOpen: boolean): StepRow[] {
    if (andOpen) for (const row of this.#rows.values()) if (OPEN.has(row.status)) this.#changed.add(row);
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  get(path: string): StepRow | undefined {
    return this.#rows.get(path);
  }

  /** In order of first appearance. */
  rows(): StepRow[] {
    return [...this.#rows.values()];
  }

  #fold(entry: TraceEntry, kind: StepKind): void {
    const row = this.#rows.get(entry.path) ?? this.#insert(entry, kind);
    this.#changed.add(row);
    row.status = STATUS[kind];
    if (entry.input !== undefined) row.input = entry.input;
    if (entry.output !== undefined) row.output = entry.output;
    if (entry.failure !== undefined) row.failure = entry.failure;
    if (entry.port !== undefined) row.port = entry.port;
    switch (kind) {
      case "scheduled":
        row.scheduledAt ??= entry.at;
        return;
      case "started":
      case "waiting":
      case "incident":
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
        if (row.scheduledAt === null && !row.isResumed) row.scheduledAt = row.startedAt = entry.at;
        row.endedAt = entry.at;
        return;
    }
  }

  #insert(entry: TraceEntry, kind: StepKind): Mutable {
    const row: Mutable = {
      path: entry.path,
      position: this.#offset + this.#rows.size,
      isResumed: this.#begun.has(entry.path),
      nodeId: entry.nodeId,
      type: entry.type,
      status: STATUS[kind],
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
