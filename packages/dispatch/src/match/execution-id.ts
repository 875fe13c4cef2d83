import { createHash } from "node:crypto";
import { base32 } from "@tempograph/db";

/**
 * The id of the execution of this workflow for this event, also its Temporal workflow id: always the same (I2), sorted by
 * the event's time. `evt_01h4…` and `wf_…` give `exe_01h4…_` and 10 characters (50 bits) of the workflow's hash.
 */
export function executionId(eventId: string, workflowId: string): string {
  const hash = createHash("sha256").update(workflowId).digest();
  return `exe_${eventId.replace(/^evt_/, "")}_${base32(hash.subarray(0, 8)).slice(-10)}`;
}
