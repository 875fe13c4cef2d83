import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import { hasBegun, isOpenStep, statusAfter, type StepStatus } from "./step-status.ts";
import type { TraceEntry } from "./trace-entry.ts";

/** One visit of one node, as the trace tells it so far. Times in ms since epoch. */
export interface StepState {
  readonly path: string;
  readonly nodeId: string;
  /** Node type. */
  readonly type: string;
  /** Order of first appearance, from 0. */
  readonly position: number;
  readonly status: StepStatus;
  /** The port that it ended on. */
  readonly port: string | null;
  /** Rendered; undefined: the trace has not told it. */
  readonly input: Json | undefined;
  readonly output: Json | undefined;
  /** Why it stands at `failed`, `incident` or `cancelled`. */
  readonly failure: Failure | null;
  /** While it is open: when a timer ends its wait. */
  readonly until: number | null;
  /** Who made the last change, where a person did. */
  readonly by: string | null;
  /** Its output comes from the execution that this one runs again. */
  readonly seeded: boolean;
  /** Number of its last attempt, as far as `attempt` has told; a retry by a person counts from 1 again. */
  readonly attempts: number;
  /** When it began; null where it never did, or where it began in an earlier run of the chain. */
  readonly scheduledAt: number | null;
  /** When its last attempt, its wait or its inside began; null until then. */
  readonly startedAt: number | null;
  /** When it ended, or when it was clear that it would never begin; null while it is open. */
  readonly endedAt: number | null;
}

type MutableState = { -readonly [Key in keyof StepState]: StepState[Key] };

/**
 * Folds a trace into the state of each step. The mirror's rows, `simulate` and `runGraph` are projections of this fold, so
 * that a step reads the same wherever it is looked at.
 *
 * Two rules say what an entry leaves of the entries before it:
 *
 * 1. `status`, `port`, `failure`, `until`, `by`, `seeded` and `endedAt` are those of the last entry. A step whose incident
 *    was retried and then completed has no failure.
 * 2. `input`, `output` and the times of its beginning stay until an entry tells others. A person's retry begins the step
 *    again: the output of the first time goes, the times and (until the retry renders another) the input stay.
 */
export class StepFold {
  readonly #states = new Map<string, MutableState>();
  readonly #begunBefore: ReadonlySet<string>;

  /** @param begunBefore paths of steps that began in an earlier run of the chain, before this trace */
  constructor(begunBefore: ReadonlySet<string> = new Set()) {
    this.#begunBefore = begunBefore;
  }

  add(entries: readonly TraceEntry[]): void {
    for (const entry of entries) {
      const status = statusAfter(entry.kind);
      if (status !== null) this.#fold(entry, status);
    }
  }

  /**
   * What a trace does not tell, but a worker or a history does: an attempt of the step's activity has begun.
   *
   * @param attempt from 1
   * @param startedAt null: not known
   */
  attempt(path: string, attempt: number, startedAt: number | null): void {
    const state = this.#states.get(path);
    if (state === undefined) return;
    state.attempts = Math.max(state.attempts, attempt);
    if (startedAt !== null) state.startedAt = startedAt;
  }

  /** The state object of a path stays the same while it changes. */
  get(path: string): StepState | undefined {
    return this.#states.get(path);
  }

  /** In order of first appearance. */
  states(): Iterable<StepState> {
    return this.#states.values();
  }

  #fold(entry: TraceEntry, status: StepStatus): void {
    const { path, nodeId, type, at } = entry;
    let state = this.#states.get(path);
    if (state === undefined) {
      state = { ...NEW, path, nodeId, type, position: this.#states.size, status };
      this.#states.set(path, state);
    }
    const isOpen = isOpenStep(status);
    if (state.status === "incident" && isOpen) state.output = undefined;
    // A call that was scheduled goes on to wait under the same time-out.
    const keepsTimer = state.status === "scheduled" && status === "waiting";
    state.until = entry.until ?? (keepsTimer ? state.until : null);
    state.status = status;
    state.port = entry.port ?? null;
    state.failure = entry.failure ?? null;
    state.by = entry.by ?? null;
    state.seeded = entry.seeded ?? false;
    if (entry.input !== undefined) state.input = entry.input;
    if (entry.output !== undefined) state.output = entry.output;
    state.endedAt = isOpen ? null : at;
    if (hasBegun(status)) this.#begin(state, status, at);
  }

  #begin(state: MutableState, status: StepStatus, at: number): void {
    const begunBefore = this.#begunBefore.has(state.path);
    const isNew = state.scheduledAt === null && !begunBefore;
    if (isNew) state.scheduledAt = at;
    // What the machine carries out by itself begins and ends in one moment; an activity starts when a worker takes it.
    if (isOpenStep(status) ? status !== "scheduled" : isNew) state.startedAt ??= at;
  }
}

const NEW = {
  port: null,
  input: undefined,
  output: undefined,
  failure: null,
  until: null,
  by: null,
  seeded: false,
  attempts: 0,
  scheduledAt: null,
  startedAt: null,
  endedAt: null,
} as const;

/** A whole trace at once. */
export function foldSteps(trace: readonly TraceEntry[]): StepFold {
  const fold = new StepFold();
  fold.add(trace);
  return fold;
}
