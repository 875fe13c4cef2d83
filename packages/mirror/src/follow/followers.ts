import { takeRunLease } from "@tempograph/db";
import type { MirrorDeps } from "../mirror-deps.ts";
import { followRun, type FollowRunOptions } from "./follow-run.ts";

export interface FollowersOptions extends FollowRunOptions {
  /** Runs followed at once. Temporal allows 1,200 long polls for each namespace. Default 64. */
  readonly max?: number;
}

export interface Followers {
  /** How many more runs would be taken that nobody watches. */
  room(): number;
  has(runId: string): boolean;
  /** Follows the run from now on, if there is room and no other mirror does. Never throws, never waits. */
  follow(executionId: string, runId: string, watched: boolean): void;
  stop(): Promise<void>;
}

interface Follower {
  watched: boolean;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/**
 * Long polls for the few runs that need it: watched ones, and those that stay open. Each under a lease, so that among
 * all mirrors one alone follows a run. A watched run takes the place of one that nobody looks at.
 */
export function createFollowers(deps: MirrorDeps, options: FollowersOptions): Followers {
  const { max = 64, leaseMs } = options;
  /** By run id. */
  const followers = new Map<string, Follower>();
  let stopped = false;

  const room = (): number => Math.max(0, max - followers.size);

  function makeRoom(): boolean {
    for (const follower of followers.values()) {
      if (follower.watched || follower.abort.signal.aborted) continue;
      follower.abort.abort();
      return true;
    }
    return false;
  }

  async function followChain(executionId: string, firstRunId: string, signal: AbortSignal): Promise<void> {
    let runId: string | null = firstRunId;
    try {
      while (runId !== null && !signal.aborted) {
        const lease = await takeRunLease(deps.db, executionId, runId, leaseMs);
        if (lease === null) return;
        await deps.faultPoint?.("follow.leased");
        runId = await followRun(deps, lease, signal, options);
      }
    } catch (error) {
      // The lease runs out or was given back; the sweeper comes back to what is still open.
      if (!signal.aborted) deps.logger.warn({ err: error, executionId, runId }, "following a run broke off");
    }
  }

  return {
    room,
    has: (runId) => followers.has(runId),
    follow(executionId, runId, watched) {
      const known = followers.get(runId);
      if (known !== undefined) {
        known.watched ||= watched;
        return;
      }
      if (stopped || (room() === 0 && !(watched && makeRoom()))) return;
      const abort = new AbortController();
      const done = followChain(executionId, runId, abort.signal).finally(() => followers.delete(runId));
      followers.set(runId, { watched, abort, done });
    },
    async stop() {
      stopped = true;
      for (const { abort } of followers.values()) abort.abort();
      await Promise.all([...followers.values()].map(({ done }) => done));
    },
  };
}
