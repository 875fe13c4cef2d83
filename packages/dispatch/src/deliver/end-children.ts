import { delayChildEnds, completeChildEnd, type ChildEnd } from "@tempograph/db";
import type { DeliverParts } from "./deliverer-options.ts";
import { endExecution } from "./end-execution.ts";

/** Ends called executions whose caller needs them no more. */
export async function endChildren(parts: DeliverParts, ends: readonly ChildEnd[]): Promise<void> {
  await Promise.all(
    ends.map((end) =>
      endExecution(parts, {
        ...{ executionId: end.childId, how: end.how, status: end.status },
        reason: `Requested by ${end.parentId}, which had called this execution`,
        complete: () => completeChildEnd(parts.db, end),
        delay: (ms) => delayChildEnds(parts.db, [end.childId], ms),
      }),
    ),
  );
}
