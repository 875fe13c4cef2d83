import type { Trigger } from "@tempograph/graph";
import type { OutcomeChoice } from "./outcome-choice.ts";
import type { EventText } from "./try-event.tsx";

/** What somebody tries a draft with: an event, and what becomes of nodes by their ids. */
export interface Trial {
  /** While nobody has typed data, the data of the newest stored event of this type is taken: it has the fields that real events have. */
  readonly event: Pick<EventText, "type"> & Partial<EventText>;
  readonly outcomes: ReadonlyMap<string, OutcomeChoice>;
}

export function newTrial(triggers: readonly Trigger[]): Trial {
  return { event: { type: typeOf(triggers) }, outcomes: new Map() };
}

/** The type of the events that the first trigger listens to, if it names one and not a pattern. */
function typeOf([trigger]: readonly Trigger[]): string {
  const type = trigger !== undefined && "eventType" in trigger ? trigger.eventType : undefined;
  return type === undefined || type.includes("*") ? "event" : type;
}
