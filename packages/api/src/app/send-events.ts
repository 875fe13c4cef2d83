import { checkJsonValue, limits, type Json } from "@tempograph/graph";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type AppError, type Result } from "./app-error.ts";
import { checkText, firstError } from "./check-text.ts";
import type { EventToStore, StoredEvent } from "./event-store.ts";

export const MAX_EVENT_BYTES = 1024 * 1024;
export const MAX_BATCH = 500;
const MAX_ATTRIBUTE_LENGTH = 512;

export interface SendEventInput {
  readonly type: string;
  readonly data?: unknown;
  readonly source?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly time?: Date | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

export interface SentEvent {
  readonly id: string;
  /** An event with this idempotency key was there already: this is its id. */
  readonly deduplicated: boolean;
}

/** Stores an event; the answer comes after commit (I1). */
export async function sendEvent(deps: AppDeps, input: SendEventInput): Promise<Result<SentEvent>> {
  const event = readEvent(input);
  if (!event.ok) return event;
  const [stored] = await deps.events([event.value]);
  return toResult(stored as StoredEvent);
}

/** Stores several events. Each stands for itself: a bad one does not keep the others out. */
export async function sendEvents(
  deps: AppDeps,
  inputs: readonly SendEventInput[],
): Promise<Result<readonly Result<SentEvent>[]>> {
  if (inputs.length === 0 || inputs.length > MAX_BATCH)
    return refuse({
      code: "INVALID_INPUT",
      message: `The batch has ${String(inputs.length)} events; 1 to ${String(MAX_BATCH)} are allowed.`,
      path: "/events",
      hint: "Send several batches.",
    });
  const read = inputs.map(readEvent);
  const good = read.filter((result) => result.ok).map((result) => result.value);
  const stored = good.length === 0 ? [] : [...(await deps.events(good))];
  return ok(read.map((result) => (result.ok ? toResult(stored.shift() as StoredEvent) : result)));
}

function readEvent(input: SendEventInput): Result<EventToStore> {
  const error = firstError(
    checkText(input.type, "/type", { most: limits.MAX_EVENT_TYPE_LENGTH }),
    checkText(input.source ?? "api", "/source", { most: MAX_ATTRIBUTE_LENGTH }),
    checkText(input.subject ?? "", "/subject", { least: 0, most: MAX_ATTRIBUTE_LENGTH }),
    input.idempotencyKey == null
      ? undefined
      : checkText(input.idempotencyKey, "/idempotencyKey", { most: MAX_ATTRIBUTE_LENGTH * 2 }),
    checkData(input.data ?? null),
  );
  if (error) return refuse(error);
  return ok({
    type: input.type,
    source: input.source ?? "api",
    data: (input.data ?? null) as Json,
    ...(input.subject != null && input.subject !== "" && { subject: input.subject }),
    ...(input.time != null && { time: input.time.toISOString() }),
    ...(input.idempotencyKey != null && { idempotencyKey: input.idempotencyKey }),
  });
}

function checkData(data: unknown): AppError | undefined {
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

function toResult(stored: StoredEvent): Result<SentEvent> {
  if (stored.outcome !== "conflict") return ok({ id: stored.id, deduplicated: stored.outcome === "deduplicated" });
  return refuse({
    code: "IDEMPOTENCY_CONFLICT",
    message: `This idempotency key was used for another event, ${stored.id}, with other content.`,
    path: "/idempotencyKey",
    hint: "Use a new key for a new event; send exactly the same event with the same key.",
  });
}
