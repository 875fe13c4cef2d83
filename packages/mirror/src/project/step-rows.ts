import { hasBegun, isOpenStep, StepFold, type Resume, type StepState, type TraceEntry } from "@tempograph/graph";
import type { StepRow } from "@tempograph/db";

/** The number of positions that are reserved for each run of a chain. */
const POSITIONS_PER_RUN = 1_000_000;

/** The fold of a trace as rows of the table `steps`. Both live updates and the projection use it. */
export class StepRows extends StepFold {
  readonly #offset: number;
  readonly #begunBefore: ReadonlySet<string>;
  /** The paths of the steps that have changed since the last call of `takeChanges`. */
  readonly #changed = new Set<string>();

  constructor(resume?: Resume) {
    const begunBefore = new Set(resume?.state.open.map(({ path }) => path));
    super(begunBefore);
    this.#begunBefore = begunBefore;
    this.#offset = resume === undefined ? 0 : (resume.run - 1) * POSITIONS_PER_RUN;
  }

  override add(entries: readonly TraceEntry[]): void {
    super.add(entries);
    for (const { path } of entries) this.#changed.add(path);
  }

  override attempt(path: string, attempt: number, startedAt: number | null): void {
    super.attempt(path, attempt, startedAt);
    this.#changed.add(path);
  }

  /** All rows, in the order in which their steps first appeared. */
  rows(): StepRow[] {
    return Array.from(this.states(), (state) => this.#row(state));
  }

  /**
   * The rows that have changed since the last call, so that the cost of a write of an open execution depends on the changes and
   * not on the number of steps. With `andOpen` it includes steps that have not ended, because the last write has to write all
   * of them.
   */
  takeChanges(andOpen: boolean): StepRow[] {
    if (andOpen) for (const { path, status } of this.states()) if (isOpenStep(status)) this.#changed.add(path);
    const states = [...this.#changed].flatMap((path) => this.get(path) ?? []);
    this.#changed.clear();
    return states.map((state) => this.#row(state));
  }

  #row(state: StepState): StepRow {
    return {
      path: state.path,
      position: this.#offset + state.position,
      isResumed: this.#begunBefore.has(state.path),
      nodeId: state.nodeId,
      type: state.type,
      status: state.status,
      port: state.port,
      input: state.input ?? null,
      output: state.output ?? null,
      failure: state.failure,
      attempts: state.attempts,
      scheduledAt: state.scheduledAt,
      startedAt: state.startedAt,
      endedAt: hasBegun(state.status) ? state.endedAt : null,
    };
  }
}
