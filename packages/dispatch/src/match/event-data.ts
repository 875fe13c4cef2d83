import type { ClaimedEvent } from "@tempograph/db";
import type { EventData } from "@tempograph/graph";

/** A stored event as conditions and executions see it. */
export function eventData(row: Omit<ClaimedEvent, "trigger_set_version" | "received_at">): EventData {
  const { id, type, source, subject, time, data } = row;
  return { id, type, source, ...(subject !== null && { subject }), time: time.toISOString(), data };
}
