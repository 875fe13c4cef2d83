import { findEventsByKey } from "@tempograph/db";
import { eventKey, type EventInput, type IngestResult } from "@tempograph/dispatch";
import { createGiveWay } from "@tempograph/runtime";
import { checkJsonValue, isEventTime, isReservedSource, limits, type Json, type JsonObject } from "@tempograph/graph";
import type { EventToSend } from "../operations/events/send-input.ts";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type AppError, type Result } from "./app-error.ts";
import { checkAttributes } from "./check-attributes.ts";
import { checkText, firstError } from "./check-text.ts";

export const MAX_EVENT_BYTES = 1024 * 1024;
export const MAX_BATCH = 500;
/** The most bytes of a request with several CloudEvents. */
export const MAX_BATCH_BYTES = 3 * MAX_EVENT_BYTES;
const MAX_ATTRIBUTE_LENGTH = 512;

export interface SentEvent {
  readonly id: string;
  /** Whether an event with this idempotency key was stored before; the id is then that event's. */
  readonly deduplicated: boolean;
}

/** Stores events and answers after the commit (I1), with a result for each event. */
export async function sendEvents(deps: AppDeps, inputs: readonly EventToSend[]): Promise<readonly Result<SentEvent>[]> {
  const giveWay = createGiveWay();
  const read: Result<EventInput>[] = [];
  for (const input of inputs) {
    read.push(readEvent(input));
    await giveWay();
  }
  const good = read.filter((result) => result.ok).map((result) => result.value);
  if (good.length === 0) return read as readonly Refused[];
  const stored = await storeEvents(deps, good);
  const results = new Map(good.map((event, index) => [event, stored[index]!]));
  return read.map((result) => {
    if (!result.ok) return result;
    const outcome = results.get(result.value)!;
    return outcome.ok ? toResult(outcome.value) : outcome;
  });
}

/** Stores events that were checked, as far as the project's limits let it, with a result for each event in their order. */
export async function storeEvents(
  deps: AppDeps,
  events: readonly EventInput[],
): Promise<readonly Result<IngestResult>[]> {
  const over = await deps.quota.refuse(events.length, () => sum(events.map(({ data }) => JSON.stringify(data).length)));
  const accepted = over === undefined ? events : await knownEvents(deps, events);
  const stored = accepted.length === 0 ? [] : await deps.events(accepted);
  const results = new Map(accepted.map((event, index) => [event, ok(stored[index] as IngestResult)]));
  return events.map((event) => results.get(event) ?? refuse(over!));
}

type Refused = Extract<Result<never>, { readonly ok: false }>;

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** Those whose idempotency key was used before: to repeat what was accepted uses nothing of what the project may use. */
async function knownEvents({ db, project }: AppDeps, events: readonly EventInput[]): Promise<readonly EventInput[]> {
  const keyed = events.flatMap((event) => {
    const key = eventKey({ ...event, project });
    return key === undefined ? [] : [{ event, key }];
  });
  if (keyed.length === 0) return [];
  const known = await findEventsByKey(
    db,
    keyed.map(({ key }) => key),
  );
  return keyed.filter((_, index) => known[index] !== undefined).map(({ event }) => event);
}

function readEvent(input: EventToSend): Result<EventInput> {
  const error = firstError(
    checkText(input.type, "/type", { most: limits.MAX_EVENT_TYPE_LENGTH }),
    checkText(input.source ?? "api", "/source", { most: MAX_ATTRIBUTE_LENGTH }),
    checkNotReserved(input.source ?? "api"),
    checkText(input.subject ?? "", "/subject", { least: 0, most: MAX_ATTRIBUTE_LENGTH }),
    input.idempotencyKey == null
      ? undefined
      : checkText(input.idempotencyKey, "/idempotencyKey", { most: MAX_ATTRIBUTE_LENGTH * 2 }),
    checkTime(input.time),
    checkAttributes(input.attributes ?? {}),
    checkData(input.data ?? null),
  );
  if (error) return refuse(error);
  return ok({
    type: input.type,
    source: input.source ?? "api",
    data: (input.data ?? null) as Json,
    ...(input.subject != null && input.subject !== "" && { subject: input.subject }),
    ...(input.attributes != null && { attributes: input.attributes as JsonObject }),
    ...(input.time != null && { time: input.time.toISOString() }),
    ...(input.idempotencyKey != null && { idempotencyKey: input.idempotencyKey }),
  });
}

/** A caller must not pretend to be a trigger, because workflows rely on what a trigger has checked, such as a webhook's signature. */
function checkNotReserved(source: string): AppError | undefined {
  if (!isReservedSource(source)) return undefined;
  return {
    code: "INVALID_INPUT",
    message: `Only Tempograph itself makes events of the source ${JSON.stringify(source)}.`,
    path: "/source",
    hint: "Name the system that sends the event, such as `shop`. Sources that begin with `tempograph:` and a kind of trigger are reserved.",
  };
}

function checkTime(time: Date | null | undefined): AppError | undefined {
  if (time == null || isEventTime(time.getTime())) return undefined;
  return {
    code: "INVALID_INPUT",
    message: "An event happens in one of the years 1 to 9999.",
    path: "/time",
    hint: "Send a moment in RFC 3339, such as 2026-11-21T09:30:00Z.",
  };
}

export function checkData(data: unknown): AppError | undefined {
  const found = checkJsonValue(data, { maxBytes: MAX_EVENT_BYTES });
  const [first] = found;
  if (first === undefined) return undefined;
  return {
    code: first.code === "INPUT_TOO_LARGE" ? "PAYLOAD_TOO_LARGE" : "INVALID_INPUT",
    message: first.message,
    path: `/data${first.path}`,
    hint: first.hint,
    problems: found.map((problem) => ({ ...problem, path: `/data${problem.path}` })),
  };
}

function toResult(stored: IngestResult): Result<SentEvent> {
  if (stored.outcome !== "conflict") return ok({ id: stored.id, deduplicated: stored.outcome === "deduplicated" });
  return refuse({
    code: "IDEMPOTENCY_CONFLICT",
    message: `This idempotency key was used for another event, ${stored.id}, with different content.`,
    path: "/idempotencyKey",
    hint: "Use a new key for a new event. To repeat an event, send exactly the same content with the same key.",
  });
}
