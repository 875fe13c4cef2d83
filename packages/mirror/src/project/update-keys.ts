import type { Resume, TraceEntry } from "@tempograph/graph";

/**
 * The key of a change that a step goes through once. Live updates and history tell a change under the same key, so that
 * subscribers get it once (I7). Incidents, and pauses of the execution, come again: their moment belongs to the key.
 */
export function updateKey(entry: TraceEntry): string {
  const { path, kind, at } = entry;
  return comesAgain(entry) ? `step:${path}:${kind}:${at}` : `step:${path}:${kind}`;
}

function comesAgain({ kind }: TraceEntry): boolean {
  return kind === "incident" || kind === "paused" || kind === "resumed";
}

/**
 * Keys for the changes of one run, in the order of its trace; no key comes twice. What a step goes through again after a
 * person has retried it has a number behind its key, such as `step:charge:scheduled#2`. Only a history knows that number,
 * so live updates do not tell such a change.
 */
export class UpdateKeys {
  /** Behind the first run of a chain, numbers carry that of the run: `#2.1`. */
  readonly #run: string;
  readonly #used = new Map<string, number>();
  /** How often a person's retry has begun each step again. */
  readonly #retries = new Map<string, number>();

  /** @param resume what the run goes on from, where it is a later one of its chain */
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
