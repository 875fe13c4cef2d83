import { MAIN_PROJECT, newId, type EventKey } from "@tempograph/db";
import { isEventTime } from "@tempograph/graph";
import type { EventInput } from "./event-input.ts";
import { eventKey } from "./event-key.ts";
import { EventInvalidError } from "./event-invalid-error.ts";
import { fingerprint } from "./fingerprint.ts";

/** An event ready for the insert. */
export interface PreparedEvent {
  readonly id: string;
  /** Undefined for an event without a key: it meets no other one. */
  readonly keyed: EventKey | undefined;
  /** Empty if the event has no key, because only events with a key are compared. */
  readonly fingerprint: string;
  /** The row as JSON text. */
  readonly row: string;
}

/** Checks an event and makes its row. `index` is the event's position in the call. Throws EventInvalidError. */
export function prepareEvent(input: EventInput, index: number): PreparedEvent {
  const {
    project = MAIN_PROJECT,
    type = "event",
    source = "api",
    subject,
    time,
    data,
    attributes,
    resendOf,
    hops,
  } = input;
  if (time !== undefined && !isEventTime(Date.parse(time)))
    throw new EventInvalidError(
      `/${index}/time`,
      `${JSON.stringify(time)} is not a time of the years 1 to 9999.`,
      "Write the time as in RFC 3339, such as 2026-01-31T12:00:00Z.",
    );
  const keyed = eventKey(input);
  const id = input.eventId ?? newId("evt");
  const print = keyed === undefined ? "" : fingerprint([type, source, subject ?? null, input.compared ?? data]);
  try {
    const row = JSON.stringify({
      id,
      project,
      type,
      source,
      subject,
      time,
      attributes,
      data,
      key: keyed?.key,
      fingerprint: print,
      resend_of: resendOf,
      hops,
    });
    return { id, keyed, fingerprint: print, row };
  } catch (cause) {
    throw new EventInvalidError(`/${index}/data`, `The data is not JSON: ${String(cause)}.`, "Send plain JSON.", cause);
  }
}
