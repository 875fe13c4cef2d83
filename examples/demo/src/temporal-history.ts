import { Client, Connection } from "@temporalio/client";
import type { TemporalServer } from "@tempograph/runtime";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";

/** An event as proto3 JSON, the form that Temporal's own tools write. */
export type TemporalEvent = {
  readonly eventId: string;
  /** `EVENT_TYPE_ACTIVITY_TASK_SCHEDULED` */
  readonly eventType: string;
  /** RFC 3339 with up to nanoseconds. */
  readonly eventTime: string;
  readonly activityTaskScheduledEventAttributes?: { readonly activityId: string };
  readonly activityTaskStartedEventAttributes?: { readonly scheduledEventId: string; readonly attempt?: number };
};

/** Fetches the history from Temporal itself, to compare the mirror with it. */
export async function fetchTemporalHistory(
  temporal: TemporalServer,
  executionId: string,
  runId: string,
): Promise<readonly TemporalEvent[]> {
  const connection = await Connection.connect(temporal.connection);
  try {
    const client = new Client({ connection, namespace: temporal.namespace });
    const history = await client.workflow.getHandle(executionId, runId).fetchHistory();
    const { events } = JSON.parse(historyToJSON(history)) as { events?: TemporalEvent[] };
    return events ?? [];
  } finally {
    await connection.close();
  }
}
