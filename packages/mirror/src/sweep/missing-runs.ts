import {
  closeLostExecution,
  giveUpLost,
  listMissingRuns,
  markMissing,
  reopenExecution,
  type MissingRun,
} from "@tempograph/db";
import { isUnknownExecution } from "@tempograph/runtime";
import { describeRun } from "../follow/describe-run.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import { oneByOne } from "./one-by-one.ts";
import { readRetention } from "./read-retention.ts";

export interface MissingRunsOptions {
  /** How long a run is missing until its execution is closed as lost. Default 24 hours. */
  readonly lostAfterMs?: number;
  /** The number of missing runs that a sweep asks about. Default 50. */
  readonly asksPerSweep?: number;
  readonly closeHint: (executionId: string, runId: string) => void;
}

const DAY_MS = 24 * 60 * 60_000;

export interface MissingRuns {
  /** Notes that Temporal does not know a run that is open here. */
  suspect(executionId: string, runId: string): Promise<void>;
  /** Asks again about some of the runs that are missing, in turn. */
  askAgain(stopping: AbortSignal | undefined): Promise<void>;
}

/**
 * Decides about runs that Temporal does not know. That alone is no loss: its database may have been replaced, or the address may lead to another
 * server. An execution is closed as lost only after a long time, and goes on if its run answers again, as long as Temporal's retention lasts.
 */
export function createMissingRuns(deps: MirrorDeps, options: MissingRunsOptions): MissingRuns {
  const { db, logger } = deps;
  const { lostAfterMs = DAY_MS, asksPerSweep = 50, closeHint } = options;
  let askedSeq = 0;

  async function suspect(executionId: string, runId: string): Promise<void> {
    if (await markMissing(db, executionId, runId))
      logger.warn({ executionId, runId }, "Temporal does not know an execution that is open; it is asked again");
  }

  async function askAgain(stopping: AbortSignal | undefined): Promise<void> {
    const turn = await listMissingRuns(db, { afterSeq: askedSeq, limit: asksPerSweep });
    askedSeq = turn.length < asksPerSweep ? 0 : turn.at(-1)!.seq;
    await oneByOne(deps, turn, stopping, ask);
  }

  async function ask(run: MissingRun): Promise<void> {
    const { executionId, runId, state, forMs } = run;
    const description = await describeRun(deps, executionId, runId);
    if (description === null) return await stillMissing(run);
    if (state === "ended" && description.open) return await terminate(run);
    // What has ended since is mirrored as every end is, and its status follows from its history.
    if (!description.open) closeHint(executionId, runId);
    else if (await reopenExecution(db, executionId, runId))
      logger.warn({ executionId, runId, forMs, state }, "Temporal knows an execution again that was missing");
  }

  async function stillMissing({ executionId, runId, state, forMs }: MissingRun): Promise<void> {
    if (state === "open") {
      if (forMs >= lostAfterMs && (await closeLostExecution(db, executionId, runId)))
        logger.error({ executionId, runId }, "An execution is closed as lost: Temporal has not known it for long");
    } else if (forMs >= lostAfterMs + (await readRetention(deps))) await giveUpLost(db, executionId);
  }

  /** A person has terminated it while it was missing. */
  async function terminate({ executionId, runId }: MissingRun): Promise<void> {
    const { connection, namespace } = deps;
    const workflowExecution = { workflowId: executionId, runId };
    const reason = "It was terminated while Temporal did not know it.";
    await connection.workflowService
      .terminateWorkflowExecution({ namespace, workflowExecution, reason })
      .catch((error: unknown) => {
        if (!isUnknownExecution(error)) throw error;
      });
    closeHint(executionId, runId);
  }

  return { suspect, askAgain };
}
