import { completeCancelRequest, delayCancelRequest, type CancelRequest } from "@tempograph/db";
import type { DeliverParts } from "./deliverer-options.ts";
import { endExecution } from "./end-execution.ts";

/** Cancels executions whose place another one gets. */
export async function cancelReplaced(parts: DeliverParts, requests: readonly CancelRequest[]): Promise<void> {
  await Promise.all(
    requests.map(({ executionId, eventId, status }) =>
      endExecution(parts, {
        ...{ executionId, how: "cancel", status },
        reason: `The event ${eventId} came while all places of the workflow were taken`,
        complete: () => completeCancelRequest(parts.db, executionId),
        delay: (ms) => delayCancelRequest(parts.db, executionId, ms),
      }),
    ),
  );
}
