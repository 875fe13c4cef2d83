import { takeRunLease, type RunLease } from "@tempograph/db";
import type { MirrorDeps } from "../mirror-deps.ts";
import { followRun, type FollowRunOptions } from "./follow-run.ts";

export interface FollowersOptions extends FollowRunOptions {
  /** Runs followed at once. Temporal allows 1,200 long polls for each namespace. Default 64. */
  readonly max?: number;
}

interface Follower {
  readonly executionId: string;
  watched: boolean;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/**
 * Long polls for the few runs that need it: watched ones, and those that stay open. Each under a lease, so that among
 * all mirrors one alone follows a run. A watched run takes the place of one that nobody looks at.
 */
export class Followers {
  readonly #deps: MirrorDeps;
  readonly #options: FollowersOptions;
  readonly #max: number;
  /** By run id. */
  readonly #followers = new Map<string, Follower>();
  #stopped = false;

  constructor(deps: MirrorDeps, options: FollowersOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#max = options.max ?? 64;
  }

  /** How many more runs nobody watches would be taken. */
  get room(): number {
    return Math.max(0, this.#max - this.#followers.size);
  }

  readonly has = (runId: string): boolean => this.#followers.has(runId);

  /** Follows the run from now on, if there is room and no other mirror does. Never throws, never waits. */
  follow(executionId: string, runId: string, watched: boolean): void {
    const known = this.#followers.get(runId);
    if (known !== undefined) {
      known.watched ||= watched;
      return;
    }
    if (this.#stopped || (this.room === 0 && !(watched && this.#makeRoom()))) return;
    const abort = new AbortController();
    const done = this.#run(executionId, runId, abort.signal).finally(() => this.#followers.delete(runId));
    this.#followers.set(runId, { executionId, watched, abort, done });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const followers = [...this.#followers.values()];
    for (const follower of followers) follower.abort.abort();
    await Promise.all(followers.map((follower) => follower.done));
  }

  #makeRoom(): boolean {
    for (const follower of this.#followers.values()) {
      if (follower.watched || follower.abort.signal.aborted) continue;
      follower.abort.abort();
      return true;
    }
    return false;
  }

  async #run(executionId: string, runId: string, signal: AbortSignal): Promise<void> {
    let next: { readonly executionId: string; readonly runId: string } | null = { executionId, runId };
    try {
      while (next !== null && !signal.aborted) {
        const lease: RunLease | null = await takeRunLease(
          this.#deps.db,
          next.executionId,
          next.runId,
          this.#options.leaseMs,
        );
        if (lease === null) return;
        await this.#deps.faultPoint("follow.leased");
        const nextRunId: string | null = await followRun(this.#deps, lease, signal, this.#options);
        next = nextRunId === null ? null : { executionId, runId: nextRunId };
      }
    } catch (error) {
      // The lease runs out or was given back; the sweeper comes back to what is still open.
      const why = error instanceof Error ? error.message : String(error);
      if (!signal.aborted) this.#deps.logger.warn("following a run broke off", { executionId, runId, why });
    }
  }
}
