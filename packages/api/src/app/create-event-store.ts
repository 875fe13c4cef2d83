import { ingestEvents } from "@tempograph/dispatch";
import type { Database } from "@tempograph/db";
import type { EventStore } from "./event-store.ts";

/** Events go where the dispatcher finds them. */
export function createEventStore(db: Database): EventStore {
  return (events) => ingestEvents(db, events);
}
