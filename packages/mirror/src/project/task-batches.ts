import type { HistorySize, MachineEvent } from "@tempograph/graph";
import { eventId, timeMs, type HistoryEvent } from "../history/history-event.ts";

/** What one activation brought the workflow, at the time that its workflow task started. */
export interface Batch {
  readonly at: number;
  readonly events: readonly MachineEvent[];
  /** How long history was when the task started. */
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
 * Groups a history's events into the batches that the SDK's core gives the workflow: all up to a workflow task's start,
 * once that task completed. A failed or timed-out task ends no group, so its events come with the next; what stands
 * between a start and its completion belongs to the next group, too.
 */
export class TaskBatches {
  #pending: Pending[] = [];
  readonly #started = new Map<number, Started>();

  /** Something that the workflow will hear of. */
  hold(id: number, event: MachineEvent): void {
    this.#pending.push({ eventId: id, event });
  }

  /** A batch where the event completes a workflow task. It may be empty: operations that belong to it stand behind. */
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
