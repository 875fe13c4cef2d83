import { isEncoded, PayloadError, type Payload, type PayloadCodec } from "@tempograph/db";
import { SealError } from "@tempograph/runtime";
import type { HistoryEvent, TemporalFailure } from "./history-event.ts";
import { tryDecodePayload } from "./payload.ts";

/**
 * Replaces encrypted values and references in an execution's events by the values themselves, for the projection. The rows of the history keep what
 * Temporal has, because they have to equal Temporal's events (I3). Events without such values are returned as they are.
 *
 * A value that is missing or was changed, or belongs to another execution, stays as it is, and the projection reports it. Throws if Postgres is away or a key is
 * missing, so that the caller tries again later.
 */
export async function readableEvents(
  executionId: string,
  events: readonly HistoryEvent[],
  codec: PayloadCodec,
  options: { readonly all?: boolean } = {},
): Promise<readonly HistoryEvent[]> {
  const encoded = new Set<Payload>();
  for (const event of events) collect(event, options.all === true ? NONE : UNREAD, encoded);
  if (encoded.size === 0) return events;
  const context = { type: "workflow", workflowId: executionId };
  const values = new Map<object, Payload>();
  await Promise.all(
    [...encoded].map(async (reference) => {
      try {
        const [value] = await codec.decode([reference], context);
        values.set(reference, value!);
      } catch (error) {
        if (!(error instanceof PayloadError || error instanceof SealError)) throw error;
      }
    }),
  );
  return events.map((event) => replaced(event, values));
}

const NONE: ReadonlySet<string> = new Set();

/** The fields that the projection does not read: the machine itself makes the inputs of activities. */
const UNREAD: ReadonlySet<string> = new Set(["activityTaskScheduledEventAttributes", "header"]);

function collect(value: object, unread: ReadonlySet<string>, found: Set<Payload>): void {
  if (isPayload(value)) {
    if (isEncoded(value)) found.add(value);
    return;
  }
  // Own properties are the fields that were sent; the defaults of absent fields are on the prototype.
  for (const name of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[name];
    if (isNested(field) && !unread.has(name)) collect(field, unread, found);
  }
}

/** Copies only the objects that contain a replaced value; everything else is shared with the original. */
function replaced<T extends object>(value: T, values: ReadonlyMap<object, Payload>): T {
  const found = values.get(value);
  if (found !== undefined) return found as T;
  if (isPayload(value)) return value;
  let copy: T | undefined;
  for (const name of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[name];
    if (!isNested(field)) continue;
    const other = replaced(field, values);
    if (other === field) continue;
    copy ??= (
      Array.isArray(value) ? [...value] : Object.assign(Object.create(Object.getPrototypeOf(value)), value)
    ) as T;
    (copy as Record<string, unknown>)[name] = other;
  }
  return copy === undefined ? value : withPlainText(copy);
}

/** The message and the stack trace of a failure, which the SDK puts into a payload where payloads are encrypted. */
function withPlainText<T extends object>(failure: T & TemporalFailure): T {
  const { encodedAttributes } = failure;
  if (!encodedAttributes) return failure;
  const text = tryDecodePayload(encodedAttributes) as { readonly [name: string]: unknown } | null | undefined;
  if (typeof text?.["message"] === "string") failure.message = text["message"];
  if (typeof text?.["stack_trace"] === "string") failure.stackTrace = text["stack_trace"];
  return failure;
}

function isNested(field: unknown): field is object {
  return typeof field === "object" && field !== null && !(field instanceof Uint8Array);
}

function isPayload(value: object): value is Payload {
  return Object.hasOwn(value, "metadata") && isNested((value as Payload).metadata);
}
