import { findEventsByKey, findRoom, lockOpenExecution, type Database } from "@tempograph/db";
import { isReservedSource, limits, type Json } from "@tempograph/graph";
import { eventKey } from "../ingest/event-key.ts";
import type { EventInput } from "../ingest/event-input.ts";
import { EventInvalidError } from "../ingest/event-invalid-error.ts";
import { ingestEvents } from "../ingest/ingest-events.ts";
import { checkInput } from "./check-input.ts";
import type { CallerStep } from "./caller-step.ts";
import type { CoordinationDeps } from "./coordination-deps.ts";
import { CoordinationError } from "./coordination-error.ts";
import { stepProject } from "./step-project.ts";

export interface EventToEmit {
  readonly eventType: string;
  readonly data: Json;
  /** Default `tempograph:<execution id>`. */
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
}

/**
 * Stores an event as if it came from outside, once per step (I5), because the step's idempotency key is also the event's. An
 * event carries the number of executions in the chain that led to it, so that workflows which start each other without an
 * end are stopped. Beyond the limits of its project the step waits: it is retried until there is room (I13).
 */
export async function emitEvent(
  { db }: CoordinationDeps,
  step: CallerStep,
  event: EventToEmit,
): Promise<{ readonly eventId: string }> {
  const { eventType: type, data, source = `tempograph:${step.executionId}`, subject } = event;
  checkInput("", { eventType: type, data, source, ...(subject !== undefined && { subject }) });
  if (isReservedSource(source))
    throw new CoordinationError(
      "INPUT_INVALID",
      `/source: ${JSON.stringify(source.slice(0, 80))} is reserved: only Tempograph's own triggers make events with such a source.`,
      'Leave the source out, or name your own, such as "/shop/orders".',
    );
  // A node that a user tries out by itself belongs to no execution: its event begins a new chain.
  const own = await lockOpenExecution(db, step.executionId);
  const hops = own.state === "unknown" ? 0 : own.hops;
  const project = own.state === "unknown" ? await stepProject(db, step) : own.project;
  if (hops >= limits.MAX_EVENT_HOPS) throw loop(type);
  const input: EventInput = {
    ...{ project, type, source, data, idempotencyKey: step.idempotencyKey, hops: hops + 1 },
    ...(subject !== undefined && { subject }),
  };
  await checkRoom(db, project, input);
  try {
    const [result] = await ingestEvents(db, [input]);
    if (result!.outcome !== "conflict") return { eventId: result!.id };
  } catch (error) {
    if (!(error instanceof EventInvalidError)) throw error;
    const { message, hint } = error.problem;
    throw new CoordinationError("EVENT_INVALID", message, hint ?? "Correct the node's data.", { cause: error });
  }
  throw new CoordinationError(
    "IDEMPOTENCY_CONFLICT",
    `An event with this step's key ${step.idempotencyKey} and different content is already stored.`,
    "Retry the step with edited input, which gives it a new key.",
  );
}

/** What an earlier attempt of the step has stored needs no room. */
async function checkRoom(db: Database, project: string, input: EventInput): Promise<void> {
  const { most, limit } = await findRoom(db, project, { ofStep: true });
  if (most > 0 || (await findEventsByKey(db, [eventKey(input)!]))[0] !== undefined) return;
  throw new CoordinationError(
    "QUOTA_EXCEEDED",
    `The project ${project} may have ${limit!.what}, and has them. The step waits until it may store its event.`,
    "Nothing is lost. An admin of the installation can raise the limit (`projectUpdate`).",
    { retryable: true, retryAfterMs: limit!.retryAfterS * 1_000 },
  );
}

function loop(type: string): CoordinationError {
  return new CoordinationError(
    "EVENT_LOOP",
    `This execution is the last in a chain of ${limits.MAX_EVENT_HOPS} executions that started each other by events; ${JSON.stringify(type)} is not emitted.`,
    "Check whether a workflow emits an event that starts itself. Give its trigger a condition, or use a schedule for work that repeats without an end.",
    { details: { limit: limits.MAX_EVENT_HOPS } },
  );
}
