import type { EventInput, IngestResult } from "@tempograph/dispatch";
import { createGiveWay } from "@tempograph/runtime";
import { checkJsonValue, limits, type Json } from "@tempograph/graph";
import type { EventToSend } from "../operations/events/send-input.ts";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type AppError, type Result } from "./app-error.ts";
import { checkText, firstError } from "./check-text.ts";

export const MAX_EVENT_BYTES = 1024 * 1024;
export const MAX_BATCH = 500;
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
  const over = good.length === 0 ? undefined : await deps.quota.refuse(good.length);
  if (over) return read.map((result) => (result.ok ? refuse(over) : result));
  const stored = good.length === 0 ? [] : [...(await deps.events(good))];
  return read.map((result) => (result.ok ? toResult(stored.shift() as IngestResult) : result));
}

function readEvent(input: EventToSend): Result<EventInput> {
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
