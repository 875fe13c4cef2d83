import { claimDueTriggers, finishDueTrigger, releaseDueTrigger, type DueTrigger } from "@tempograph/db";
import { createWakeLoop } from "@tempograph/runtime";
import type { DueResult, TriggerDeps, TriggerKind } from "../trigger-kind.ts";

export interface DueOptions {
  readonly pollMs: number;
  readonly leaseMs: number;
  /** The most triggers that a worker works on at the same time, and the most of one project (I14, I13). */
  readonly most?: number;
  readonly mostOfProject?: number;
}

export interface DueLoop {
  start(): void;
  wake(): void;
  /** Claims nothing new, ends what is under way, and gives it back. */
  stop(): Promise<void>;
}

/**
 * Calls the kinds whose triggers are due. What a kind answers is written in one transaction: its events, its state, and when it is due again. So
 * an event is stored if and only if the state says so, wherever a worker dies; and a worker whose lease has ended writes nothing.
 */
export function createDueLoop(
  deps: TriggerDeps,
  kinds: ReadonlyMap<string, TriggerKind>,
  { pollMs, leaseMs, most = 16, mostOfProject = 4 }: DueOptions,
): DueLoop {
  const { db, logger } = deps;
  const stopping = new AbortController();
  const underWay = new Map<Promise<void>, string>();
  const loop = createWakeLoop({
    name: "call due triggers",
    pollMs,
    onError: (error) => logger.warn({ err: error }, "Due triggers could not be read; they are tried again"),
    async work() {
      const limit = most - underWay.size;
      if (limit <= 0 || stopping.signal.aborted) return false;
      const ofProject: Record<string, number> = {};
      for (const project of underWay.values()) ofProject[project] = (ofProject[project] ?? 0) + 1;
      const rows = await claimDueTriggers(db, { limit, leaseMs, underWay: ofProject, mostOfProject });
      for (const row of rows) {
        const work = carryOut(row).finally(() => {
          underWay.delete(work);
          loop.wake();
        });
        underWay.set(work, row.project);
      }
      // What ends wakes the loop; until then there is no place for more of these projects.
      return false;
    },
  });

  async function carryOut(row: DueTrigger): Promise<void> {
    const { project, workflowId, triggerId } = row;
    try {
      const due = kinds.get(row.kind)?.due;
      if (due === undefined) throw new Error(`No trigger of the kind ${JSON.stringify(row.kind)} is ever due.`);
      const result = await due(deps, row, stopping.signal);
      await store(deps, row, result);
    } catch (error) {
      // If it cannot be told, because Postgres is away, the trigger is tried again when its lease ends.
      if (isInvalid(error)) return await tellInvalid(row, error).catch(() => undefined);
      if (!stopping.signal.aborted)
        logger.warn(
          { err: error, project, workflowId, triggerId },
          "A due trigger failed; it is tried again when its lease ends",
        );
      else await releaseDueTrigger(db, row).catch(() => undefined);
    }
  }

  /** Nothing is stored of what holds an event that cannot be: its owner sees why, and the trigger stays where it was. */
  async function tellInvalid(row: DueTrigger, error: Error): Promise<void> {
    const problem = {
      code: "EVENT_INVALID",
      message: `What the trigger has read cannot be stored: ${error.message}`,
      hint: "Look at what the trigger reads. It tries again.",
    };
    await finishDueTrigger(db, row, { state: row.state, nextInMs: INVALID_RETRY_MS, problem });
  }

  return {
    start: () => loop.start(),
    wake: () => loop.wake(),
    async stop() {
      stopping.abort(new Error("The worker stops."));
      await loop.stop();
      await Promise.all(underWay.keys());
    },
  };
}

/** How soon a trigger is asked again whose events cannot be stored. What it reads may have changed by then. */
const INVALID_RETRY_MS = 10 * 60_000;

const isInvalid = (error: unknown): error is Error => (error as { readonly code?: unknown }).code === "EVENT_INVALID";

class LeaseLost extends Error {}

async function store({ db, ingest }: TriggerDeps, row: DueTrigger, result: DueResult): Promise<void> {
  const { events, state, nextInMs, problem = null } = result;
  try {
    await db.transaction().execute(async (tx) => {
      if (!(await finishDueTrigger(tx, row, { state, nextInMs, problem }))) throw new LeaseLost();
      if (events.length > 0) await ingest(tx, events);
    });
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    // It was paused, changed or ended while this worker was asking. What it found is found again, unless nobody wants it any more.
    await releaseDueTrigger(db, row);
  }
}
