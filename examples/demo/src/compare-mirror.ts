import { isDeepStrictEqual } from "node:util";
import type { ExecutionState, MirroredEvent } from "./read-execution.ts";
import type { TemporalEvent } from "./temporal-history.ts";

export type MirrorOperationResult = {
  /** Whether the mirror equals Temporal's history, by this comparison and by the mirror's own check. */
  readonly ok: boolean;
  /** The number of events in Temporal's history. */
  readonly temporal: number;
  /** The number of events that the API returns. */
  readonly mirrored: number;
  /** The first differences, in words. */
  readonly differences: readonly string[];
};

const MOST_DIFFERENCES = 5;

/** Compares the mirror with Temporal's history from outside (I3): the same events with the same ids, types, times and attributes, in the same order. */
export function compareMirror(
  { mirrorOk, mirrorProblem, historyEventCount }: ExecutionState,
  mirrored: readonly MirroredEvent[],
  temporal: readonly TemporalEvent[],
): MirrorOperationResult {
  const differences: string[] = [];
  if (mirrorOk !== true)
    differences.push(
      `the mirror's own check: ${mirrorOk === null ? "not done in time" : JSON.stringify(mirrorProblem)}`,
    );
  if (historyEventCount !== temporal.length)
    differences.push(`historyEventCount is ${historyEventCount}, Temporal has ${temporal.length}`);
  if (mirrored.length !== temporal.length)
    differences.push(`the API gives ${mirrored.length} events, Temporal ${temporal.length}`);
  temporal.forEach((event, index) => {
    const copy = mirrored[index];
    const difference = copy === undefined ? "is missing" : differenceOf(copy, event);
    if (difference !== undefined) differences.push(`event ${event.eventId} (${event.eventType}) ${difference}`);
  });
  return {
    ok: differences.length === 0,
    temporal: temporal.length,
    mirrored: mirrored.length,
    differences: differences.slice(0, MOST_DIFFERENCES),
  };
}

function differenceOf(copy: MirroredEvent, event: TemporalEvent): string | undefined {
  if (copy.eventId !== String(event.eventId)) return `has the id ${copy.eventId}`;
  if (copy.eventType !== camelCase(event.eventType)) return `has the type ${copy.eventType}`;
  // The API's times have milliseconds only; the attributes contain the event's exact time.
  if (new Date(copy.eventTime).getTime() !== Math.floor(new Date(event.eventTime).getTime()))
    return `has the time ${copy.eventTime}`;
  return isDeepStrictEqual(copy.attributes, event) ? undefined : "has other attributes";
}

/** `EVENT_TYPE_ACTIVITY_TASK_COMPLETED` → `ActivityTaskCompleted` */
function camelCase(name: string): string {
  const words = name
    .replace(/^EVENT_TYPE_/, "")
    .toLowerCase()
    .split("_");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
