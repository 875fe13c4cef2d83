import { eventId, isDurable, type HistoryEvent } from "../history/history-event.ts";
import type { MirrorDeps } from "../mirror-deps.ts";

const LATE_EVENTS = 100;

/** Fetches the durable events that a run's history has now. */
export async function fetchHistory(
  { connection, namespace }: Pick<MirrorDeps, "connection" | "namespace">,
  executionId: string,
  runId: string,
): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const execution = { workflowId: executionId, runId };
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await connection.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution,
      ...(nextPageToken !== undefined && { nextPageToken }),
    });
    for (const event of page.history?.events ?? []) if (isDurable(event)) events.push(event);
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken !== undefined);
  return events;
}

/** Fetches an event that is among the last ones of a run's history. Undefined if it is not, or is not durable. */
export async function fetchLateEvent(
  { connection, namespace }: Pick<MirrorDeps, "connection" | "namespace">,
  executionId: string,
  runId: string,
  id: number,
): Promise<HistoryEvent | undefined> {
  const page = await connection.workflowService.getWorkflowExecutionHistoryReverse({
    namespace,
    execution: { workflowId: executionId, runId },
    maximumPageSize: LATE_EVENTS,
  });
  return page.history?.events?.find((event) => isDurable(event) && eventId(event) === id);
}

export interface HistoryPoll {
  readonly events: readonly HistoryEvent[];
  /** Undefined if the run has closed. */
  readonly nextPageToken: Uint8Array | undefined;
}

/** Waits until the run has events after those that the token covers. After 20 s without events the answer is empty. */
export async function pollHistory(
  { connection, namespace }: Pick<MirrorDeps, "connection" | "namespace">,
  executionId: string,
  runId: string,
  token: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<HistoryPoll> {
  const page = await connection.withAbortSignal(signal, () =>
    connection.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId: executionId, runId },
      waitNewEvent: true,
      ...(token !== undefined && { nextPageToken: token }),
    }),
  );
  return {
    events: (page.history?.events ?? []).filter(isDurable),
    nextPageToken: page.nextPageToken?.length ? page.nextPageToken : undefined,
  };
}
