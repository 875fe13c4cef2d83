import type { HistorySize, MachineEvent } from "@tempograph/graph";
import { eventId, timeMs, type HistoryEvent } from "../history/history-event.ts";

/** The machine events of one activation, with the time at which its workflow task started. */
export interface Batch {
  readonly at: number;
  readonly events: readonly MachineEvent[];
  /** The size of the history when the task started. */
  readonly history: HistorySize;
}

interface Pending {
  readonly eventId: number;
  readonly event: MachineEvent;
}

interface Started {
  readonly at: number;
  readonly history: HistorySize;
}

/**
 * Groups the events of a history into the batches that the SDK's core passes to the workflow. When a workflow task completes, all
 * events before its start are one batch. A task that failed or timed out makes no batch, so its events belong to the next one.
 * Events between the start and the completion of a task belong to the next batch, too.
 */
export class TaskBatches {
  #pending: Pending[] = [];
  readonly #started = new Map<number, Started>();

  /** Keeps an event for the next batch. */
  hold(id: number, event: MachineEvent): void {
    this.#pending.push({ eventId: id, event });
  }

  /** The batch, if the event completes a workflow task. It may be empty; operations that belong to it follow in history. */
  next(event: HistoryEvent): Batch | undefined {
    const started = event.workflowTaskStartedEventAttributes;
    if (started) {
      const length = eventId(event);
      const bytes = Number(started.historySizeBytes ?? 0);
      const history = { length, bytes, isSuggested: started.suggestContinueAsNew === true };
      this.#started.set(length, { at: timeMs(event.eventTime), history });
    }
    const completed = event.workflowTaskCompletedEventAttributes;
    if (!completed) return undefined;
    const startedEventId = Number(completed.startedEventId);
    const { at, history } = this.#started.get(startedEventId) ?? {
      at: timeMs(event.eventTime),
      history: { length: startedEventId, bytes: 0, isSuggested: false },
    };
    this.#started.clear();
    const heard = this.#pending.filter((pending) => pending.eventId <= startedEventId);
    this.#pending = this.#pending.filter((pending) => pending.eventId > startedEventId);
    return { at, history, events: heard.map((pending) => pending.event) };
  }
}
