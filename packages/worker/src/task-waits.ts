import type { ActivityInterceptors } from "@temporalio/worker";

/** Tasks wait for long when so many have waited for longer than usual. A few slow or stuck executions are no reason to hold others back. */
const MANY = 8;
/**
 * Longer than usual, in milliseconds: several times as long as the quickest of the last minutes, because Temporal may be far away. The upper
 * bound holds where all of them were slow.
 */
const USUALLY = { times: 4, leastMs: 250, mostMs: 2_000, forMs: 300_000 };
/** What has not come after so long is not waited for: another worker may have taken the execution over. */
const FORGET_MS = 60_000;

interface Due {
  readonly since: number;
  /** The first task of a run, which came with the answer to its start. */
  readonly first: boolean;
}

/**
 * How long the workflow tasks of this process's executions wait. Temporal hands the tasks of a worker out in the order in which they came, so
 * beside a thousand open executions each step of another one waits for a turn of all of them. The dispatcher therefore starts
 * no more while tasks wait for long: what has not started waits in Postgres, where workflows and projects take turns.
 *
 * A task is due when Temporal is told the result of a step, or has sent the first task with its answer to the start. It has come when the
 * execution reports what it did next.
 */
export class TaskWaits {
  /** By run; the oldest first. */
  readonly #due = new Map<string, Due>();
  readonly #now: () => number;
  /** The quickest task of this stretch of time and of the one before. */
  #quickest = Infinity;
  #quickestBefore = Infinity;
  #stretchEnds = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  due(runId: string, first = false): void {
    if (!this.#due.has(runId)) this.#due.set(runId, { since: this.#now(), first });
  }

  come(runId: string): void {
    const due = this.#due.get(runId);
    if (due === undefined) return;
    this.#due.delete(runId);
    if (due.first) return;
    const now = this.#now();
    if (now >= this.#stretchEnds) {
      this.#quickestBefore = this.#quickest;
      this.#quickest = Infinity;
      this.#stretchEnds = now + USUALLY.forMs;
    }
    this.#quickest = Math.min(this.#quickest, now - due.since);
  }

  /** The run has ended, or has left this worker. */
  forget(runId: string): void {
    this.#due.delete(runId);
  }

  areLong(): boolean {
    const now = this.#now();
    const tooLong = this.#tooLong();
    let long = 0;
    for (const [runId, { since }] of this.#due) {
      const ms = now - since;
      if (ms > FORGET_MS) this.#due.delete(runId);
      else if (ms <= tooLong) return false;
      else if (++long === MANY) return true;
    }
    return false;
  }

  #tooLong(): number {
    const quickest = Math.min(this.#quickest, this.#quickestBefore);
    const { times, leastMs, mostMs } = USUALLY;
    return Number.isFinite(quickest) ? Math.min(mostMs, Math.max(leastMs, times * quickest)) : leastMs;
  }
}

/** Tells when Temporal is about to hear the result of a step. */
export function watchResults(
  onResult: (runId: string) => void,
): (context: {
  readonly info: { readonly isLocal: boolean; readonly workflowExecution?: { readonly runId: string } | undefined };
}) => ActivityInterceptors {
  return ({ info }) => ({
    inbound: {
      async execute(input, next) {
        try {
          return await next(input);
        } finally {
          if (!info.isLocal && info.workflowExecution !== undefined) onResult(info.workflowExecution.runId);
        }
      },
    },
  });
}
