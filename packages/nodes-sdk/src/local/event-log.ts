import { compileTriggers, matchEvent, type CompiledTriggers, type EventData, type Json } from "@tempograph/graph";

type Workflow = { readonly id: string; readonly name: string; readonly version: number };

/** A step that waits for an event. */
export interface EventWait {
  readonly executionId: string;
  readonly path: string;
  readonly workflow: Workflow;
  /** The event that started the step's execution. The wait ignores it. */
  readonly ownEventId: string;
  /** A type, or a filter as triggers have it: `order.*`, `*`. */
  readonly eventType: string;
  /** A condition over the event; null: any. */
  readonly match: Json;
  /** Virtual ms since epoch, or null. */
  readonly untilMs: number | null;
}

interface OpenWait extends EventWait {
  readonly condition: CompiledTriggers;
}

/** The events of a local run, and the steps that wait for one. An event counts from the time at which it arrived; a repeated id is ignored. */
export class EventLog {
  readonly #events: { readonly at: number; readonly event: EventData }[] = [];
  readonly #ids = new Set<string>();
  readonly #taken = new Set<string>();
  #waits: OpenWait[] = [];
  readonly #tell: (wait: EventWait, event: EventData) => void;

  /** `tell` is called when the event that a step waited for has arrived. */
  constructor(tell: (wait: EventWait, event: EventData) => void) {
    this.#tell = tell;
  }

  arrive(event: EventData, at: number): void {
    if (this.#ids.has(event.id)) return;
    this.#ids.add(event.id);
    this.#events.push({ at, event });
    const still: OpenWait[] = [];
    for (const wait of this.#waits) {
      if (wait.untilMs !== null && wait.untilMs <= at) continue;
      if (this.#fits(wait, event)) {
        this.#take(wait, event);
        this.#tell(wait, event);
      } else {
        still.push(wait);
      }
    }
    this.#waits = still;
  }

  /** The oldest matching event since that time, or null, after which the step waits. Each round of a node in a loop takes another event. */
  find(wait: EventWait, since: number): EventData | null {
    const trigger = { id: "wait", eventType: wait.eventType, ...(wait.match !== null && { condition: wait.match }) };
    const condition = compileTriggers([trigger], wait.workflow.id);
    const open: OpenWait = { ...wait, condition };
    const found = this.#events.find(({ at, event }) => at >= since && this.#fits(open, event))?.event ?? null;
    if (found === null) this.#waits.push(open);
    else this.#take(wait, found);
    return found;
  }

  /** An execution has ended. */
  forget(executionId: string): void {
    this.#waits = this.#waits.filter((wait) => wait.executionId !== executionId);
  }

  #fits(wait: OpenWait, event: EventData): boolean {
    if (event.id === wait.ownEventId || this.#taken.has(takeKey(wait, event))) return false;
    return "triggerId" in matchEvent(wait.condition, event, wait.workflow, { receivedAt: Date.parse(event.time) });
  }

  #take(wait: EventWait, event: EventData): void {
    this.#taken.add(takeKey(wait, event));
  }
}

/** By node, without rounds. */
function takeKey({ executionId, path }: EventWait, event: EventData): string {
  return JSON.stringify([executionId, path.replaceAll(/\[\d+\]/g, ""), event.id]);
}
