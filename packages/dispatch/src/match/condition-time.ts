/** How long the conditions of one project may take in a batch of events: those of its triggers and those of its waits together. */
const PROJECT_MS = 200;
/** How long the conditions of all projects may take together. Where many projects have events in the batch, each gets its share. */
const BATCH_MS = 1_000;

/**
 * The time that the conditions of each project take in a batch. What a project cannot do in its time is left to the next batch, so
 * that expensive conditions of one project do not hold up the events of others, which wait for the batch to end (I14).
 */
export class ConditionTime {
  readonly #spent = new Map<string, number>();
  readonly #limitMs: number;
  readonly #now: () => number;

  constructor(projects: number, now: () => number = () => performance.now()) {
    this.#limitMs = Math.min(PROJECT_MS, BATCH_MS / projects);
    this.#now = now;
  }

  /** Whether the project's time is up. Triggers get half of it, so that something is left for the waits of the same events. */
  isUp(project: string, part: "triggers" | "all" = "all"): boolean {
    return (this.#spent.get(project) ?? 0) >= (part === "all" ? this.#limitMs : this.#limitMs / 2);
  }

  add(project: string, ms: number): void {
    this.#spent.set(project, (this.#spent.get(project) ?? 0) + ms);
  }

  measure<T>(project: string, work: () => T): T {
    const startedAt = this.#now();
    try {
      return work();
    } finally {
      this.add(project, this.#now() - startedAt);
    }
  }

  /** The result of a statement, and the milliseconds that it took. */
  async timed<T>(work: Promise<T>): Promise<readonly [T, number]> {
    const startedAt = this.#now();
    return [await work, this.#now() - startedAt];
  }
}
