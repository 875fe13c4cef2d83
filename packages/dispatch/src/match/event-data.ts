import type { ClaimedEvent } from "@tempograph/db";
import type { EventData } from "@tempograph/graph";

/** The row of a stored event in the form that conditions and executions read. */
export function eventData(row: Pick<ClaimedEvent, "id" | "type" | "source" | "subject" | "time" | "data">): EventData {
  const { id, type, source, subject, time, data } = row;
  return { id, type, source, ...(subject !== null && { subject }), time: time.toISOString(), data };
}
