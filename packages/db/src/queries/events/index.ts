export type { EventRecord } from "./event-record.ts";
export { findEvents } from "./find-events.ts";
export { listEvents, type EventFilter } from "./list-events.ts";
