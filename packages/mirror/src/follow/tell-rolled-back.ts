import type { MirrorDeps } from "../mirror-deps.ts";

/** Logs that a run was not written, because Temporal has another history of it than the one that was mirrored. */
export function tellRolledBack(
  { logger }: Pick<MirrorDeps, "logger">,
  { executionId, runId }: { readonly executionId: string; readonly runId: string },
): void {
  logger.error(
    { executionId, runId },
    "Temporal has another history of an execution than the one that was mirrored; it is not written until somebody decides which one counts",
  );
}
