/** An event was stored. Empty payload: look into the table. */
export const EVENTS_CHANNEL = "tempograph_events";
/** Executions with new rows in execution_updates: their ids, separated by commas. */
export const UPDATES_CHANNEL = "tempograph_updates";
/** Somebody watches this execution: its id. */
export const WATCH_CHANNEL = "tempograph_watch";

export type Channel = typeof EVENTS_CHANNEL | typeof UPDATES_CHANNEL | typeof WATCH_CHANNEL;
