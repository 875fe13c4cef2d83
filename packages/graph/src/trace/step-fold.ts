import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import { hasBegun, isOpenStep, statusAfter, type StepStatus } from "./step-status.ts";
import type { TraceEntry } from "./trace-entry.ts";

/** The state of one step (one visit of one node), as far as the trace has told. Times are in ms since epoch. */
export interface StepState {
  readonly path: string;
  readonly nodeId: string;
  /** Node type. */
  readonly type: string;
  /** Order of first appearance, from 0. */
  readonly position: number;
  readonly status: StepStatus;
  /** The port that the step ended on. */
  readonly port: string | null;
  /** The input with all templates rendered; undefined if no trace entry has told it. */
  readonly input: Json | undefined;
  readonly output: Json | undefined;
  /** Why the step has the status `failed`, `incident` or `cancelled`. */
  readonly failure: Failure | null;
  /** While the step is open: when a timer will end its wait. */
  readonly until: number | null;
  /** The name of the person who made the last change, if a person made it. */
  readonly by: string | null;
  /** True if the output was copied from an earlier execution of which this one is a rerun. */
  readonly seeded: boolean;
  /** The highest attempt number that `attempt()` was called with. */
  readonly attempts: number;
  /** When the step began; null if it never began, or began in an earlier run of the chain. */
  readonly scheduledAt: number | null;
  /** When the last attempt, the wait or (of a container) the inside began; null until then. */
  readonly startedAt: number | null;
  /** When the step ended, or when it became clear that the step would never begin; null while the step is open. */
  readonly endedAt: number | null;
}

type MutableState = { -readonly [Key in keyof StepState]: StepState[Key] };

/**
 * Folds a trace into the state of each step. The mirror's rows, `simulate` and `runGraph` are projections of this fold, so
 * that a step has the same state wherever a person looks at it.
 *
 * Two rules decide which fields a new entry replaces:
 *
 * 1. `status`, `port`, `failure`, `until`, `by`, `seeded` and `endedAt` come from the last entry alone. For example, a step
 *    whose incident was retried and which then completed has no failure.
 * 2. `input`, `output`, `scheduledAt` and `startedAt` stay until a later entry carries a new value. When a person retries a
 *    step, its old output is removed, but its times stay, and its input stays until the retry has rendered a new one.
 */
export class StepFold {
  readonly #states = new Map<string, MutableState>();
  readonly #begunBefore: ReadonlySet<string>;

  /** @param begunBefore paths of the steps that began in an earlier run of the chain, before this trace */
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
   * Records that an attempt of the step's activity has begun. A trace does not tell this; a worker or a history does.
   *
   * @param attempt number of the attempt, from 1
   * @param startedAt null if it is not known
   */
  attempt(path: string, attempt: number, startedAt: number | null): void {
    const state = this.#states.get(path);
    if (state === undefined) return;
    state.attempts = Math.max(state.attempts, attempt);
    if (startedAt !== null) state.startedAt = startedAt;
  }

  /** The returned object is updated in place by later entries; it is the same object at every call. */
  get(path: string): StepState | undefined {
    return this.#states.get(path);
  }

  /** The states of all steps, in the order in which the steps first appeared. */
  states(): Iterable<StepState> {
    return this.#states.values();
  }

  /** A fold with the same states, which goes on independently of this one. */
  copy(): StepFold {
    const copy = new StepFold(this.#begunBefore);
    for (const [path, state] of this.#states) copy.#states.set(path, { ...state });
    return copy;
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
    // A step such as `call_workflow` is first scheduled and then waits for a reply; one time-out covers both.
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
    // A node without an activity starts as soon as it begins. An activity starts only when a worker takes it, so
    // `scheduled` sets no start time.
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

/** Folds a complete trace. */
export function foldSteps(trace: readonly TraceEntry[]): StepFold {
  const fold = new StepFold();
  fold.add(trace);
  return fold;
}
