import type { Resume, TraceEntry } from "@tempograph/graph";

/**
 * The key of a change of a step. Live updates and history use the same key for a change, so that subscribers get it once (I7). A
 * step can have several incidents, and an execution several pauses, so the keys of these changes include the moment.
 */
export function updateKey(entry: TraceEntry): string {
  const { path, kind, at } = entry;
  return comesAgain(entry) ? `step:${path}:${kind}:${at}` : `step:${path}:${kind}`;
}

function comesAgain({ kind }: TraceEntry): boolean {
  return kind === "incident" || kind === "paused" || kind === "resumed";
}

/**
 * Makes the keys for the changes of one run, in the order of its trace; all keys differ. If a person has retried a step, its
 * repeated changes have a number at the end of their key, such as `step:charge:scheduled#2`. Only history shows that number, so
 * live updates do not report such changes.
 */
export class UpdateKeys {
  /** In later runs of a chain, the number of the run comes before the other number, such as `#2.1`. */
  readonly #run: string;
  readonly #used = new Map<string, number>();
  /** The number of times that a person has retried each step. */
  readonly #retries = new Map<string, number>();

  /** @param resume the state that the run continues from, if it is a later run of its chain */
  constructor(resume?: Resume) {
    this.#run = resume === undefined ? "" : `${resume.run}.`;
    for (const { kind, path } of resume?.state.open ?? []) if (kind === "incident") this.#retries.set(path, 1);
  }

  next(entry: TraceEntry): string {
    const key = updateKey(entry);
    const { path, kind } = entry;
    const retries = this.#retries.get(path) ?? 0;
    if (comesAgain(entry)) {
      if (kind === "incident") this.#retries.set(path, retries + 1);
      const nth = (this.#used.get(key) ?? 0) + 1;
      this.#used.set(key, nth);
      return nth === 1 ? key : `${key}#${this.#run}${nth}`;
    }
    const begins = kind === "scheduled" || kind === "started" || kind === "waiting";
    return begins && retries > 0 ? `${key}#${this.#run}${retries + 1}` : key;
  }
}
