import { takeRunLease } from "@tempograph/db";
import type { MirrorDeps } from "../mirror-deps.ts";
import { followRun, type FollowRunOptions } from "./follow-run.ts";

export interface FollowersOptions extends FollowRunOptions {
  /** The most runs that are followed at the same time. Temporal allows 1,200 long polls for each namespace. Default 64. */
  readonly max?: number;
}

export interface Followers {
  /** The number of unwatched runs that can still be followed. */
  room(): number;
  has(runId: string): boolean;
  /** Begins to follow the run if there is room and no other mirror follows it. Never throws and never waits. */
  follow(executionId: string, runId: string, watched: boolean): void;
  stop(): Promise<void>;
}

interface Follower {
  watched: boolean;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/**
 * Follows by long poll the few runs that need it: watched runs and runs that stay open. Each is followed under a lease, so that
 * only one of all mirrors follows a run. If there is no room, a watched run takes the place of an unwatched one.
 */
export function createFollowers(deps: MirrorDeps, options: FollowersOptions): Followers {
  const { max = 64, leaseMs } = options;
  /** The followers by run id. */
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
      // The lease was released or will run out. The sweeper takes the run up again if it is still open.
      if (!signal.aborted)
        deps.logger.warn({ err: error, executionId, runId }, "Following a run failed; the sweeper takes it up again");
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
