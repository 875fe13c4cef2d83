import { pathOfSummary } from "@tempograph/graph";
import { tryDecodePayload } from "../history/payload.ts";
import { eventId, type HistoryEvent } from "../history/history-event.ts";

/** Finds the step or timer of an event id. Paths come from activity ids and summaries, never from counting events. */
export class PathIndex {
  readonly #paths = new Map<number, string>();

  /** Records the path of an event that schedules an activity or starts a timer. */
  note(event: HistoryEvent): void {
    const activity = event.activityTaskScheduledEventAttributes;
    if (activity) this.#paths.set(eventId(event), activity.activityId ?? "");
    if (event.timerStartedEventAttributes) {
      const path = summaryPath(event);
      if (path !== undefined) this.#paths.set(eventId(event), path);
    }
  }

  /** The path recorded for the event that opened a step or timer. */
  get(openingEventId: unknown): string | undefined {
    return this.#paths.get(Number(openingEventId));
  }
}

/** The path at the beginning of an event's summary. */
export function summaryPath(event: HistoryEvent): string | undefined {
  const summary = tryDecodePayload(event.userMetadata?.summary);
  return typeof summary === "string" ? pathOfSummary(summary) : undefined;
}
