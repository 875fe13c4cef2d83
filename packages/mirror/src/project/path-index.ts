import { pathOfSummary } from "@tempograph/graph";
import { tryDecodePayload } from "../history/payload.ts";
import { eventId, type HistoryEvent } from "../history/history-event.ts";

/** Which step or timer an event id stands for: by activity id and by summary, never by counting. */
export class PathIndex {
  readonly #paths = new Map<number, string>();

  /** Remembers what a Scheduled or Started event opens. */
  note(event: HistoryEvent): void {
    const activity = event.activityTaskScheduledEventAttributes;
    if (activity) this.#paths.set(eventId(event), activity.activityId ?? "");
    if (event.timerStartedEventAttributes) {
      const path = summaryPath(event);
      if (path !== undefined) this.#paths.set(eventId(event), path);
    }
  }

  /** Path behind an event that names its opening event. */
  get(openingEventId: unknown): string | undefined {
    return this.#paths.get(Number(openingEventId));
  }
}

/** The path that an event's summary begins with. */
export function summaryPath(event: HistoryEvent): string | undefined {
  const summary = tryDecodePayload(event.userMetadata?.summary);
  return typeof summary === "string" ? pathOfSummary(summary) : undefined;
}
