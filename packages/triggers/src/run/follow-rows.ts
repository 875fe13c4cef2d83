import { randomUUID } from "node:crypto";
import {
  claimFollows,
  lockFollow,
  patchFollowedState,
  releaseFollow,
  renewFollow,
  setTriggerProblem,
  type TriggerRow,
} from "@tempograph/db";
import { backOffMs, holdLease, type HeldLease } from "@tempograph/runtime";
import type { SourceEvent, TriggerDeps, TriggerKind } from "../trigger-kind.ts";
import { checkRoom } from "./room.ts";
import { problemOf } from "./sync-rows.ts";

const FAILING = { minMs: 500, maxMs: 60_000 };

export interface Follower {
  /** Takes triggers that nobody follows, one round. True if there may be more. */
  round(): Promise<boolean>;
  /** Asks whether the followed triggers are still the same: one of them may have been paused, changed or ended. */
  check(): void;
  /** Ends all and gives the leases back. */
  stop(): Promise<void>;
}

export interface FollowerOptions {
  readonly leaseMs: number;
  /** Triggers that this worker follows at most. Each has connections of its own. */
  readonly most: number;
}

/**
 * Follows triggers that are read all the time, each under a lease that is renewed: no two workers follow one at once, and a worker that
 * dies leaves it to others when its lease ends (I4).
 */
export function createFollower(
  deps: TriggerDeps,
  kinds: ReadonlyMap<string, TriggerKind>,
  { leaseMs, most }: FollowerOptions,
): Follower {
  const { db, logger } = deps;
  const followed = new Map<Promise<void>, HeldLease>();
  const stopping = new AbortController();
  /** How often in a row a trigger could not be followed. */
  const failures = new Map<string, number>();

  async function follow(kind: TriggerKind, row: TriggerRow, lease: Parameters<typeof renewFollow>[1], held: HeldLease) {
    const { project, workflowId, triggerId } = row;
    const name = `${workflowId}/${triggerId}`;
    const from = performance.now();
    let delayMs = 0;
    try {
      const signal = AbortSignal.any([held.signal, stopping.signal]);
      await kind.follow!(deps, row, {
        signal,
        store: (events) => storeUnderLease(deps, lease, events),
        async keep(changes) {
          if (!(await patchFollowedState(db, lease, changes))) throw leaseLost();
        },
      });
    } catch (error) {
      if (!held.signal.aborted && !stopping.signal.aborted) {
        // What worked for a while begins with short waits again.
        const count = performance.now() - from > FAILING.maxMs ? 1 : (failures.get(name) ?? 0) + 1;
        failures.set(name, count);
        delayMs = backOffMs(count, FAILING);
        logger.warn({ err: error, project, workflowId, triggerId }, "A trigger cannot be read; it is tried again");
        await setTriggerProblem(db, row, problemOf(error)).catch(() => undefined);
      }
    } finally {
      held.stop();
      if (delayMs === 0) failures.delete(name);
      // If Postgres is away, the lease ends by itself.
      await releaseFollow(db, lease, delayMs).catch(() => undefined);
    }
  }

  return {
    async round() {
      let mayBeMore = false;
      for (const kind of kinds.values()) {
        const limit = Math.min(16, most - followed.size);
        if (kind.follow === undefined || limit <= 0 || stopping.signal.aborted) continue;
        const holder = randomUUID();
        const claim = await claimFollows(db, { kind: kind.description.kind, holder, limit, leaseMs });
        for (const row of claim.rows) {
          const lease = {
            workflowId: row.workflowId,
            triggerId: row.triggerId,
            kind: row.kind,
            revision: row.revision,
            holder,
          };
          const held = holdLease({ leaseMs, renew: () => renewFollow(db, lease, leaseMs) });
          const done = follow(kind, row, lease, held);
          followed.set(done, held);
          void done.finally(() => followed.delete(done));
        }
        mayBeMore ||= claim.mayBeMore;
      }
      return mayBeMore;
    },
    check() {
      for (const held of followed.values()) held.renew().catch(() => undefined);
    },
    async stop() {
      stopping.abort();
      await Promise.all(followed.keys());
    },
  };
}

async function storeUnderLease(
  { db, ingest }: TriggerDeps,
  lease: Parameters<typeof lockFollow>[1],
  events: readonly SourceEvent[],
): Promise<void> {
  if (events.length > 0) await checkRoom(db, events[0]!.project);
  await db.transaction().execute(async (tx) => {
    if (!(await lockFollow(tx, lease))) throw leaseLost();
    await ingest(tx, events);
  });
}

function leaseLost(): Error {
  return new Error("The trigger was paused or changed, or another worker follows it.");
}
