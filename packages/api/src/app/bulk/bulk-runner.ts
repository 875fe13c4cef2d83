import {
  claimBulkJob,
  completeBulkJob,
  endBulkItems,
  findBulkJobs,
  nextBulkItems,
  releaseBulkLease,
  renewBulkLease,
  type BulkItemEnd,
  type BulkItemRecord,
  type BulkJobRecord,
  type BulkLease,
  type Database,
} from "@tempograph/db";
import { createWakeLoop, holdLease, type Logger } from "@tempograph/runtime";
import type { DepsOf } from "../app-deps.ts";
import { SKIPPED, type BulkAction, type BulkActionKind, type BulkActions } from "./bulk-action.ts";

export interface BulkRunner {
  start(): void;
  /** Tells that there may be a new job. */
  wake(): void;
  /** Finishes the items under way and releases the job. */
  stop(): Promise<void>;
}

export interface BulkRunnerOptions {
  /** Shows the jobs of every project. */
  readonly db: Database;
  readonly depsOf: DepsOf;
  readonly actions: BulkActions;
  readonly log: Logger;
  /** The number of items that are carried out at the same time. Default 10. */
  readonly concurrency?: number;
  /** Milliseconds until another process may take over the job of one that died. Default 30,000. */
  readonly leaseMs?: number;
  /** Milliseconds until the next look for a job if no notification comes. Default 1,000. */
  readonly pollMs?: number;
  /** Milliseconds to wait if Temporal or the workers do not answer. Default 2,000. */
  readonly backOffMs?: number;
}

/** The number of times that an item may stay without an answer before it counts as failed. */
const MOST_TIMEOUTS = 2;

/** After how many rounds a job gives way to the next project's, or to another one of its project (I13). */
const ROUNDS = 10;
/** How long the items that are carried out at the same time may take together. */
const ROUND_MS = 120_000;
/** Items whose time-outs are remembered. */
const MOST_REMEMBERED = 10_000;

/**
 * Works on bulk jobs in turns, one job at a time, item by item. A lease decides which API process works on a job. Each item is carried out
 * under a key of its own. If a process dies after it has carried out an item and before it has written the outcome, the next
 * process carries the item out again, and the key makes it count once.
 */
export function createBulkRunner(options: BulkRunnerOptions): BulkRunner {
  const { concurrency = 10, leaseMs = 30_000, pollMs = 1_000, backOffMs = 2_000, log } = options;
  const { db, depsOf } = options;
  /** Projects in the order of their last turns in this process. */
  const served = new Set<string>();
  /** By job and item, how often there was no answer. */
  const timeouts = new Map<string, number>();
  const loop = createWakeLoop({
    name: "work on bulk jobs",
    mostMs: ROUND_MS,
    pollMs,
    onError: (error) => log.warn({ err: error }, "Bulk jobs could not be worked on; they are tried again"),
    async work(stopping, goesOn) {
      const lease = await claimBulkJob(db, leaseMs, [...served]);
      if (lease === null) return false;
      served.delete(lease.project);
      served.add(lease.project);
      await work(lease, stopping, goesOn);
      return true;
    },
  });

  async function work(lease: BulkLease, stopping: AbortSignal, goesOn: () => void): Promise<void> {
    const [job] = await findBulkJobs(db, [lease.jobId]);
    let waitingFor: string | null = null;
    const held = holdLease({ leaseMs, renew: () => renewBulkLease(db, lease, leaseMs, waitingFor) });
    try {
      // A job that has to wait gives way at once, so that it does not hold up those of others meanwhile.
      for (let rounds = 0; job !== undefined && !stopping.aborted && waitingFor === null && rounds < ROUNDS; rounds++) {
        goesOn();
        // The lease is lost if the job was stopped or another process has taken it.
        if (!(await held.renew())) return;
        const items = await nextBulkItems(db, job.id, concurrency);
        if (items.length === 0) return await completeBulkJob(db, job.id);
        const ends = await Promise.all(items.map((item) => act(lease.project, job, item)));
        await endBulkItems(
          db,
          job.id,
          ends.filter((end) => "outcome" in end),
        );
        waitingFor = ends.find((end) => "waitingFor" in end)?.waitingFor ?? null;
      }
    } finally {
      held.stop();
    }
    await releaseBulkLease(db, lease, waitingFor, backOffMs);
  }

  async function act(
    project: string,
    job: BulkJobRecord,
    item: BulkItemRecord,
  ): Promise<BulkItemEnd | { readonly waitingFor: string }> {
    const { ordinal } = item;
    const action = { ...job.input, kind: job.action as BulkActionKind } as BulkAction;
    const caller = { name: job.actor, roles: job.actorRoles, project };
    const task = { key: `${job.id}-${String(ordinal)}`, executionId: item.executionId, path: item.path };
    const { bulk, made } = options.actions[action.kind];
    const result = await bulk.run(depsOf(project), caller, action, task);
    if (result.ok) return { ordinal, outcome: "done", ...(made && { result: made(result.value as never) }) };
    const { code, message } = result.error;
    if (code === "TEMPORAL_UNAVAILABLE" || code === "QUOTA_EXCEEDED") return { waitingFor: message };
    if (code === "STEER_TIMEOUT") {
      const times = (timeouts.get(task.key) ?? 0) + 1;
      timeouts.delete(task.key);
      if (times < MOST_TIMEOUTS) {
        timeouts.set(task.key, times);
        if (timeouts.size > MOST_REMEMBERED) timeouts.delete(timeouts.keys().next().value!);
        return { waitingFor: message };
      }
    }
    return { ordinal, outcome: SKIPPED.has(code) ? "skipped" : "failed", code, message };
  }

  return { start: () => loop.start(), wake: () => loop.wake(), stop: () => loop.stop() };
}
