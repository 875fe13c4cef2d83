import { Connection } from "@temporalio/client";

export type Close = {
  /** Milliseconds since the epoch, by the Temporal server's clock. */
  readonly at: number;
  readonly completed: boolean;
  /** The id of the closing event, which is the number of events in the history. */
  readonly historyEvents: number;
};

/** When an execution began, in milliseconds since the epoch, by the Temporal server's clock. */
export type Beginning = {
  readonly startedAt: number;
  /** When its first workflow task was completed. */
  readonly firstTaskAt: number;
};

export type Closes = {
  /** How the execution ended. With `wait` it waits for the end; otherwise it throws if the execution is open. */
  of(workflowId: string, wait: boolean): Promise<Close>;
  beginning(workflowId: string): Promise<Beginning>;
  stop(): Promise<void>;
};

// temporal.api.enums.v1: HistoryEventFilterType.CLOSE_EVENT, EventType.WORKFLOW_EXECUTION_COMPLETED
const CLOSE_EVENT = 2;
const COMPLETED = 2;

/** Asks Temporal for the closing event only, which is one small call and the same for both sides. */
export async function openCloses(address: string, namespace: string): Promise<Closes> {
  const connection = await Connection.connect({ address });
  return {
    async of(workflowId, wait) {
      let nextPageToken: Uint8Array | undefined;
      do {
        const page = await connection.workflowService.getWorkflowExecutionHistory({
          namespace,
          execution: { workflowId },
          historyEventFilterType: CLOSE_EVENT,
          waitNewEvent: wait,
          ...(nextPageToken !== undefined && { nextPageToken }),
        });
        const event = page.history?.events?.at(-1);
        const time = event?.eventTime;
        const isClose = Object.keys(event ?? {}).some((key) =>
          /^workflowExecution(?!Started)\w+EventAttributes$/.test(key),
        );
        if (event && time && isClose) {
          return {
            at: millisecondsOf(time),
            completed: event.eventType === COMPLETED,
            historyEvents: Number(event.eventId),
          };
        }
        nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
      } while (nextPageToken !== undefined);
      throw new Error(`${workflowId} is still open in Temporal.`);
    },
    async beginning(workflowId) {
      const page = await connection.workflowService.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId },
        maximumPageSize: 4,
      });
      const events = page.history?.events ?? [];
      const at = (kind: keyof (typeof events)[number]): number =>
        millisecondsOf(events.find((event) => event[kind])?.eventTime ?? {});
      return {
        startedAt: at("workflowExecutionStartedEventAttributes"),
        firstTaskAt: at("workflowTaskCompletedEventAttributes"),
      };
    },
    stop: () => connection.close(),
  };
}

/** Temporal's times are a protobuf message, whose seconds are a 64-bit integer of a library. */
function millisecondsOf({ seconds, nanos }: { readonly seconds?: unknown; readonly nanos?: number | null }): number {
  return Number(seconds ?? Number.NaN) * 1_000 + (nanos ?? 0) / 1e6;
}
