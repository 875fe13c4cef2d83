type Tier = "programs" | "servers" | "lock";

const TIERS: readonly Tier[] = ["programs", "servers", "lock"];

/**
 * Records what was started and stops it in order: programs before the servers that they use, the lock last. A part that is
 * still starting is awaited and then stopped, so that no process stays behind.
 */
export class StopOrder {
  readonly #stops: Record<Tier, (() => Promise<void>)[]> = { programs: [], servers: [], lock: [] };
  #stopping: Promise<void> | undefined;

  /** Remembers how to stop what `starting` gives; a start that fails has nothing to stop. */
  async keep<T>(tier: Tier, starting: Promise<T>, stop: (started: T) => Promise<void> | void): Promise<T> {
    this.#stops[tier].push(async () => {
      const started = await starting.catch(() => undefined);
      if (started !== undefined) await stop(started);
    });
    return await starting;
  }

  /** Stops all of it, once; goes on after a failure, and throws the first one at the end. */
  stopAll(): Promise<void> {
    this.#stopping ??= this.#run();
    return this.#stopping;
  }

  async #run(): Promise<void> {
    const failures: unknown[] = [];
    for (const tier of TIERS) {
      const results = await Promise.allSettled(this.#stops[tier].map((stop) => stop()));
      for (const result of results) if (result.status === "rejected") failures.push(result.reason);
    }
    if (failures.length > 0) throw failures[0];
  }
}
