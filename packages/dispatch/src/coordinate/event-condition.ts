import {
  compileCondition,
  compileTriggers,
  createBudget,
  ExpressionError,
  isTypePattern,
  matchEvent,
  typePatternProblem,
  type CompiledCondition,
  type CompiledTriggers,
  type EventData,
  type ExpressionScope,
  type Json,
} from "@tempograph/graph";
import { CoordinationError } from "./coordination-error.ts";

type Workflow = { readonly id: string; readonly name: string; readonly version: number };

/** The compiled filter and condition of a wait. */
export interface EventCondition {
  /** Decides exactly as a trigger with this filter and condition would. A condition that fails matches nothing. */
  matches(event: EventData, workflow: Workflow): boolean;
}

export function eventCondition(filter: string, match: Json): EventCondition {
  const trigger = { id: "wait", eventType: filter, ...(match !== null && { condition: match }) };
  const compiled: CompiledTriggers = compileTriggers([trigger], "");
  const known = (event: EventData) => ({ receivedAt: Date.parse(event.time) });
  return { matches: (event, workflow) => "triggerId" in matchEvent(compiled, event, workflow, known(event)) };
}

/** Refuses a text that looks like a pattern of event types but is not a valid one: the step would wait forever. */
export function checkPattern(eventType: string): void {
  if (isTypePattern(eventType)) return;
  const { message, hint } = typePatternProblem(eventType);
  throw new CoordinationError("INVALID_EVENT_TYPE", `/eventType: ${message}`, hint);
}

/** Refuses a condition that does not compile. */
export function checkCondition(match: Json): void {
  if (match === null) return;
  try {
    compileCondition(match, { at: "/match" });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new CoordinationError(
      "CONDITION_INVALID",
      `/match: ${error.message}.`,
      error.hint ?? "Correct the condition.",
      {
        cause: error,
        details: { code: error.code },
      },
    );
  }
}

/** Reads one field of events in the same way as a condition does. */
export function eventField(path: string): (event: EventData) => Json {
  const field: CompiledCondition = compileCondition({ var: path });
  return (event) => {
    const scope: ExpressionScope = {
      root: (name) => (name === "event" ? (event as unknown as Json) : name === "payload" ? event.data : undefined),
      step: () => undefined,
      steps: () => ({}),
    };
    try {
      return field.value(scope, createBudget(), "trigger");
    } catch (error) {
      if (error instanceof ExpressionError) return null;
      throw error;
    }
  };
}
