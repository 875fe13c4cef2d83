import { createHash } from "node:crypto";
import { base32 } from "@tempograph/db";

/**
 * The id of the execution of this workflow for this event; it is also the Temporal workflow id. The same event and workflow
 * always give the same id (I2), and ids sort by the event's time. `evt_01h4…` and `wf_…` give `exe_01h4…_` with 10 characters
 * (50 bits) of the workflow id's hash.
 */
export function executionId(eventId: string, workflowId: string): string {
  const hash = createHash("sha256").update(workflowId).digest();
  return `exe_${eventId.replace(/^evt_/, "")}_${base32(hash.subarray(0, 8)).slice(-10)}`;
}
