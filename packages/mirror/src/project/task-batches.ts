import type { MachineEvent } from "@tempograph/graph";
import { eventId, timeMs, type HistoryEvent } from "../history/history-event.ts";

/** What one activation brought the workflow, at the time that its workflow task started. */
export interface Batch {
  readonly at: number;
  readonly events: readonly MachineEvent[];
}

interface Pending {
  readonly eventId: number;
  readonly event: MachineEvent;
}

/**
 * Groups a history's events into the batches that the SDK's core gives the workflow: all up to a workflow task's start,
 * once that task completed. A failed or timed-out task ends no group, so its events come with the next; what stands
 * between a start and its completion belongs to the next group, too.
 */
export class TaskBatches {
  #pending: Pending[] = [];
  readonly #startedAt = new Map<number, number>();

  /** Something that the workflow will hear of. */
  hold(id: number, event: MachineEvent): void {
    this.#pending.push({ eventId: id, event });
  }

  /** A batch where the event completes a workflow task; empty ones are left out. */
  next(event: HistoryEvent): Batch | undefined {
    if (event.workflowTaskStartedEventAttributes) this.#startedAt.set(eventId(event), timeMs(event.eventTime));
    const completed = event.workflowTaskCompletedEventAttributes;
    if (!completed) return undefined;
    const startedEventId = Number(completed.startedEventId);
    const at = this.#startedAt.get(startedEventId) ?? timeMs(event.eventTime);
    this.#startedAt.clear();
    const heard = this.#pending.filter((pending) => pending.eventId <= startedEventId);
    if (heard.length === 0) return undefined;
    this.#pending = this.#pending.filter((pending) => pending.eventId > startedEventId);
    return { at, events: heard.map((pending) => pending.event) };
  }
}
