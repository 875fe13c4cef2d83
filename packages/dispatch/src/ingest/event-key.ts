import { MAIN_PROJECT, type EventKey } from "@tempograph/db";
import type { EventInput } from "./event-input.ts";

/** The key under which the event meets an equal one that was stored before; undefined for an event without a key, which meets none. */
export function eventKey(input: EventInput): EventKey | undefined {
  const { project = MAIN_PROJECT, source = "api", id, hops, resendOf } = input;
  const key = input.idempotencyKey ?? (id === undefined ? undefined : `cloudevents:${source}:${id}`);
  return key === undefined ? undefined : { project, key, source, hops, resendOf };
}
