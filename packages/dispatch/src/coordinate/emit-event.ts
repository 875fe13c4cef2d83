import { lockOpenExecution } from "@tempograph/db";
import { limits, type Json } from "@tempograph/graph";
import { EventInvalidError } from "../ingest/event-invalid-error.ts";
import { ingestEvents } from "../ingest/ingest-events.ts";
import { checkInput } from "./check-input.ts";
import type { CallerStep } from "./caller-step.ts";
import type { CoordinationDeps } from "./coordination-deps.ts";
import { CoordinationError } from "./coordination-error.ts";

export interface EventToEmit {
  readonly eventType: string;
  readonly data: Json;
  /** Default `tempograph:<execution id>`. */
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
}

/**
 * Stores an event as from outside, once per step (I5): its idempotency key is the step's. An event carries how many
 * executions emitted events up to it, so that workflows which start each other for ever come to an end.
 */
export async function emitEvent(
  { db }: CoordinationDeps,
  step: CallerStep,
  event: EventToEmit,
): Promise<{ readonly eventId: string }> {
  const { eventType: type, data, source = `tempograph:${step.executionId}`, subject } = event;
  checkInput("", { eventType: type, data, source, ...(subject !== undefined && { subject }) });
  // A node that is tried out has no execution.
  const own = await lockOpenExecution(db, step.executionId);
  const hops = own.state === "unknown" ? 0 : own.hops;
  if (hops >= limits.MAX_EVENT_HOPS) throw loop(type);
  try {
    const [result] = await ingestEvents(db, [
      {
        type,
        source,
        data,
        idempotencyKey: step.idempotencyKey,
        hops: hops + 1,
        ...(subject !== undefined && { subject }),
      },
    ]);
    if (result!.outcome !== "conflict") return { eventId: result!.id };
  } catch (error) {
    if (!(error instanceof EventInvalidError)) throw error;
    const { message, hint } = error.problem;
    throw new CoordinationError("EVENT_INVALID", message, hint ?? "Correct the node's data.", { cause: error });
  }
  throw new CoordinationError(
    "IDEMPOTENCY_CONFLICT",
    `An event with this step's key ${step.idempotencyKey} and other content is stored already.`,
    "Let nobody but the step use that key; retry the step with edited input to give it a new one.",
  );
}

function loop(type: string): CoordinationError {
  return new CoordinationError(
    "EVENT_LOOP",
    `${limits.MAX_EVENT_HOPS} executions started each other by events up to this one; ${JSON.stringify(type)} is not emitted.`,
    "See whether a workflow emits what starts it: give the trigger a condition, or use a schedule for what is to go on for ever.",
    { details: { limit: limits.MAX_EVENT_HOPS } },
  );
}
