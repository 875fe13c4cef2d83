import { hasBegun, isOpenStep, StepFold, type Resume, type StepState, type TraceEntry } from "@tempograph/graph";
import type { StepRow } from "@tempograph/db";

/** Positions that each run of a chain has to itself. */
const POSITIONS_PER_RUN = 1_000_000;

/** The fold of a trace as rows of the table `steps`. The worker's live updates and the projection both come from it. */
export class StepRows extends StepFold {
  readonly #offset: number;
  readonly #begunBefore: ReadonlySet<string>;
  /** Paths of the steps that have changed since `takeChanges` was called last. */
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

  /** In order of first appearance. */
  rows(): StepRow[] {
    return Array.from(this.states(), (state) => this.#row(state));
  }

  /**
   * The rows that have changed since the last call, so that a write of an open execution costs what is new and not what
   * there is. With `andOpen` also those that have not ended: the last write makes them final as they are.
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
