import { isPostgresAway } from "@tempograph/db";
import { GrpcStatus, grpcStatusOf, isUnknownExecution } from "@tempograph/runtime";
import type { MirrorDeps } from "../mirror-deps.ts";

/** With these gRPC statuses Temporal speaks of the run. With any other one it is away or busy. */
const ABOUT_THE_RUN: ReadonlySet<number> = new Set([
  GrpcStatus.INVALID_ARGUMENT,
  GrpcStatus.ALREADY_EXISTS,
  GrpcStatus.FAILED_PRECONDITION,
  GrpcStatus.OUT_OF_RANGE,
]);

/**
 * Does the work for each run, one after the other. A run for which it fails is named in the log and stands in nobody's way: later sweeps try it again.
 *
 * @throws what the work throws because Temporal or Postgres is away, which the next run would meet, too
 */
export async function oneByOne<Run extends { readonly executionId: string }>(
  { logger }: Pick<MirrorDeps, "logger">,
  runs: readonly Run[],
  stopping: AbortSignal | undefined,
  work: (run: Run) => Promise<void>,
): Promise<void> {
  for (const run of runs) {
    if (stopping?.aborted === true) return;
    try {
      await work(run);
    } catch (error) {
      if (isAway(error)) throw error;
      const { executionId } = run;
      logger.error({ err: error, executionId }, "A sweep could not look after an execution; a later one tries again");
    }
  }
}

function isAway(error: unknown): boolean {
  const status = grpcStatusOf(error);
  if (status === undefined) return isPostgresAway(error);
  return !ABOUT_THE_RUN.has(status) && !isUnknownExecution(error);
}
