import type { EventData } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { ExpressionScope } from "../expression/expression-scope.ts";
import { printMoment } from "../time-zone/print-moment.ts";

/** The values that a node's templates and conditions can read, as they would in an execution. All of them are optional. */
export interface NodeScope {
  /** The event's data. It takes precedence over `event.data`. */
  readonly payload?: Json;
  readonly event?: Partial<EventData>;
  /** The outputs of steps by node id. */
  readonly steps?: JsonObject;
  readonly vars?: JsonObject;
  readonly item?: Json;
  readonly index?: number;
}

export const SCOPE_KEYS: ReadonlySet<string> = new Set(["payload", "event", "steps", "vars", "item", "index"]);

const WORKFLOW = { id: "none", name: "none", version: 0 };

/** The event of the scope. What it does not say is made up; its time is then `now`, in ms since epoch. */
export function eventOf({ payload, event }: NodeScope, id: string, now: number): EventData {
  const { type = "manual", source = "tempograph", subject, time = printMoment(now) } = event ?? {};
  const data = payload ?? event?.data ?? {};
  return { id: event?.id ?? id, type, source, ...(subject !== undefined && { subject }), time, data };
}

/** The scope for expressions. A name that was not given is missing in it. */
export function expressionScope(scope: NodeScope, id: string, now: number): ExpressionScope {
  const event = eventOf(scope, id, now);
  const roots = new Map<string, Json | undefined>([
    ["payload", event.data],
    ["event", event as unknown as JsonObject],
    ["vars", scope.vars ?? {}],
    ["item", scope.item],
    ["index", scope.index],
    ["execution", { id }],
    ["workflow", WORKFLOW],
  ]);
  const steps = scope.steps ?? {};
  return {
    root: (name) => roots.get(name),
    step: (name) => (Object.hasOwn(steps, name) ? steps[name] : undefined),
    steps: () => steps,
  };
}
