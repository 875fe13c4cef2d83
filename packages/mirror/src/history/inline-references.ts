import { payloadAddress, PayloadError, type Payload, type PayloadCodec } from "@tempograph/db";
import type { HistoryEvent } from "./history-event.ts";

/**
 * The events with their values in the place of references; what names none is the same object as before. History's rows
 * keep the references (I3: as Temporal has them), the projection is fed with this.
 *
 * A value that is not there stays a reference, which the projection reports. Throws where Postgres is away.
 */
export async function inlineReferences(
  events: readonly HistoryEvent[],
  codec: PayloadCodec,
  options: { readonly all?: boolean } = {},
): Promise<readonly HistoryEvent[]> {
  const references = new Set<Payload>();
  for (const event of events) collect(event, options.all === true ? NONE : UNREAD, references);
  if (references.size === 0) return events;
  const values = new Map<object, Payload>();
  await Promise.all(
    [...references].map(async (reference) => {
      try {
        const [value] = await codec.decode([reference]);
        values.set(reference, value!);
      } catch (error) {
        if (!(error instanceof PayloadError)) throw error;
      }
    }),
  );
  return events.map((event) => replaced(event, values));
}

const NONE: ReadonlySet<string> = new Set();

/** What the projection does not look at: the machine renders the inputs of activities itself. */
const UNREAD: ReadonlySet<string> = new Set(["activityTaskScheduledEventAttributes", "header"]);

function collect(value: object, unread: ReadonlySet<string>, found: Set<Payload>): void {
  if (isPayload(value)) {
    if (payloadAddress(value) !== undefined) found.add(value);
    return;
  }
  // Own properties are what was on the wire; absent ones live on the prototype.
  for (const name of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[name];
    if (isNested(field) && !unread.has(name)) collect(field, unread, found);
  }
}

/** A copy along the way to what is replaced; the rest is shared. */
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
  return copy ?? value;
}

function isNested(field: unknown): field is object {
  return typeof field === "object" && field !== null && !(field instanceof Uint8Array);
}

function isPayload(value: object): value is Payload {
  return Object.hasOwn(value, "metadata") && isNested((value as Payload).metadata);
}
