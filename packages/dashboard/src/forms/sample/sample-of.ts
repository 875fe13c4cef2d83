import {
  descriptorOf,
  isObject,
  triggerKind,
  type EventData,
  type Json,
  type JsonObject,
  type NodeScope,
  type Trigger,
} from "@tempograph/graph";

/** An event as the API lists it. */
export interface ListedEvent {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string | null;
  readonly time: string;
  readonly data?: unknown;
}

export interface ListedStep {
  /** Such as `each[3]/call`. */
  readonly path: string;
  readonly nodeId: string;
  readonly type: string;
  readonly output?: unknown;
}

/** A path in another round of a loop than the first one. */
const LATER_ROUND = /\[[1-9]\d*\]\//;

/**
 * The values that the steps of an execution had, by the names that expressions read. In loops the first round counts, whose `item` the forms
 * show, too; of a node that ran several times outside of them, the last run.
 */
export function sampleOfExecution(event: ListedEvent, steps: readonly ListedStep[]): NodeScope {
  const outputs: { [id: string]: Json } = {};
  let vars: JsonObject = {};
  for (const { path, nodeId, type, output } of steps) {
    // Nothing is known of a step that has not ended, and of values that the caller may not read.
    if (LATER_ROUND.test(path) || output === null || output === undefined) continue;
    outputs[nodeId] = output as Json;
    if (setsVariables(type) && isObject(output as Json)) vars = { ...vars, ...(output as JsonObject) };
  }
  return { ...sampleOfEvent(event), steps: outputs, ...(Object.keys(vars).length > 0 && { vars }) };
}

export function sampleOfEvent({ data, subject, ...event }: ListedEvent): NodeScope {
  const whole: Partial<EventData> = { ...event, ...(subject != null && { subject }) };
  return data === null || data === undefined ? { event: whole } : { event: whole, payload: data as Json };
}

/** The type of events that a stored event is looked for by: of the first trigger that names one. */
export function eventTypeOf(triggers: readonly Trigger[]): string | undefined {
  for (const trigger of triggers) {
    const { eventType } = trigger;
    if (triggerKind(trigger) === "event" && eventType !== undefined && eventType !== "*") return eventType;
  }
  return undefined;
}

function setsVariables(type: string): boolean {
  const fields = Object.values(descriptorOf(type)?.fields ?? {});
  return fields.some((field) => (typeof field === "string" ? field : field.kind) === "variables");
}
