import {
  dropQuestions,
  keepMirrored,
  listToReconcile,
  startAgain,
  takeFromTemporal,
  type ToReconcile,
} from "@tempograph/db";
import { isUnknownExecution } from "@tempograph/runtime";
import { describeRun } from "../follow/describe-run.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import { oneByOne } from "./one-by-one.ts";

/** The number of decisions that a sweep carries out, in turn. */
const PER_SWEEP = 100;
const KEPT = "A person has decided that this execution stays as it was before Temporal's data was restored.";

export interface Reconciler {
  carryOut(stopping: AbortSignal | undefined): Promise<void>;
}

/**
 * Carries out what people have decided about executions that Temporal does not have as they were mirrored. Where Temporal counts and does not
 * know the execution, it is started again. Where the mirror counts, a run that is open in Temporal is terminated.
 */
export function createReconciler(deps: MirrorDeps): Reconciler {
  let afterSeq = 0;
  return {
    async carryOut(stopping) {
      const turn = await listToReconcile(deps.db, { afterSeq, limit: PER_SWEEP });
      await oneByOne(deps, turn, stopping, async (run) => {
        // A turn that is cut short goes on behind this one.
        afterSeq = run.seq;
        await reconcile(deps, run);
      });
      if (turn.length < PER_SWEEP) afterSeq = 0;
    },
  };
}

async function reconcile(deps: MirrorDeps, asked: ToReconcile): Promise<void> {
  const { executionId, firstRunId, counts, isInDoubt } = asked;
  const { db, logger } = deps;
  const there = await describeRun(deps, executionId);
  // What another Temporal has carried out to its end is not done twice.
  if (isInDoubt && (!asked.isOpen || there?.firstRunId === firstRunId)) return await dropQuestions(db, executionId);
  if (counts === "mirror") {
    if (there?.open === true) await terminate(deps, executionId, there.runId);
    await keepMirrored(db, executionId);
  } else if (there === null) await startAgain(db, executionId);
  else await takeFromTemporal(db, executionId, there);
  logger.warn(
    { executionId, counts, isKnown: there !== null },
    isInDoubt
      ? "The start of an execution was taken by another Temporal; ours begins it anew"
      : "An execution was reconciled with Temporal, as a person has decided",
  );
}

async function terminate({ connection, namespace }: MirrorDeps, workflowId: string, runId: string): Promise<void> {
  await connection.workflowService
    .terminateWorkflowExecution({ namespace, workflowExecution: { workflowId, runId }, reason: KEPT })
    .catch((error: unknown) => {
      if (!isUnknownExecution(error)) throw error;
    });
}
