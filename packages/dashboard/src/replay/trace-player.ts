import { edgesTakenBy, GATE_PATH, StepFold, type LeavingEdges, type TraceEntry } from "@tempograph/graph";

/** An execution at one moment of its trace. Valid until the player is asked for the next moment. */
export interface Moment {
  /** The number of trace entries that have happened: 0 is before the first one. */
  readonly index: number;
  /** The time of the last of them, in ms since epoch; null before the first one. */
  readonly at: number | null;
  readonly steps: StepFold;
  readonly isPaused: boolean;
  /** How often each edge has been taken, by the edge's id. */
  readonly taken: ReadonlyMap<string, number>;
}

interface Reached {
  readonly index: number;
  readonly steps: StepFold;
  readonly isPaused: boolean;
  readonly taken: Map<string, number>;
}

/** With so many entries between two checkpoints, a move in a trace of 10,000 entries costs some milliseconds. */
const ENTRIES_PER_CHECKPOINT = 500;
/** Each checkpoint is a copy of the state of all steps, so there may only be this many. */
const MOST_CHECKPOINTS = 50;

/**
 * Puts an execution to any moment of its trace, with the fold that the mirror and the simulation use. It keeps checkpoints, so that a
 * move backwards does not begin at the first entry.
 */
export class TracePlayer {
  readonly #leaving: LeavingEdges;
  readonly #entries: TraceEntry[] = [];
  #checkpoints: Reached[] = [];
  #current: Reached = NOTHING();

  constructor(leaving: LeavingEdges) {
    this.#leaving = leaving;
  }

  get entries(): readonly TraceEntry[] {
    return this.#entries;
  }

  /**
   * Adds entries. Live updates may come a little later than newer entries of other steps, so each entry is put to the place of its
   * time; entries of the same time stay in the order in which they came.
   */
  add(entries: readonly TraceEntry[]): void {
    let first = this.#entries.length;
    for (const entry of entries) {
      let place = this.#entries.length;
      while (place > 0 && this.#entries[place - 1]!.at > entry.at) place -= 1;
      if (place === this.#entries.length) this.#entries.push(entry);
      else this.#entries.splice(place, 0, entry);
      first = Math.min(first, place);
    }
    this.#checkpoints = this.#checkpoints.filter(({ index }) => index <= first);
    if (this.#current.index > first) this.#current = NOTHING();
  }

  /** The number of entries that have happened at this time, ms since epoch. */
  indexAt(time: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle]!.at <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The execution after so many entries. */
  at(wish: number): Moment {
    const index = Math.max(0, Math.min(wish, this.#entries.length));
    const before = this.#checkpoints.findLast((checkpoint) => checkpoint.index <= index);
    const goesOn = this.#current.index <= index && this.#current.index >= (before?.index ?? 0);
    let reached = goesOn ? this.#current : copyOf(before ?? NOTHING());
    const distance = Math.max(ENTRIES_PER_CHECKPOINT, Math.ceil(this.#entries.length / MOST_CHECKPOINTS));
    while (reached.index < index) {
      const end = Math.min(index, (Math.floor(reached.index / distance) + 1) * distance);
      reached = this.#advance(reached, end);
      const isNew = end % distance === 0 && end > (this.#checkpoints.at(-1)?.index ?? 0);
      if (isNew) this.#checkpoints.push(copyOf(reached));
    }
    this.#current = reached;
    return { ...reached, at: index === 0 ? null : this.#entries[index - 1]!.at };
  }

  #advance({ index, steps, isPaused, taken }: Reached, end: number): Reached {
    let paused = isPaused;
    const entries = this.#entries.slice(index, end);
    steps.add(entries);
    for (const entry of entries) {
      if (entry.path === GATE_PATH) paused = entry.kind === "paused";
      for (const { id } of edgesTakenBy(entry, this.#leaving)) taken.set(id, (taken.get(id) ?? 0) + 1);
    }
    return { index: end, steps, isPaused: paused, taken };
  }
}

const NOTHING = (): Reached => ({ index: 0, steps: new StepFold(), isPaused: false, taken: new Map() });

function copyOf({ index, steps, isPaused, taken }: Reached): Reached {
  return { index, steps: steps.copy(), isPaused, taken: new Map(taken) };
}
