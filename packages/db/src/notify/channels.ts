/** An event was stored (empty payload), or an execution that waits for its start (`start`): look into the table. */
export const EVENTS_CHANNEL = "tempograph_events";
/** Executions with new updates: their ids, separated by commas. */
export const UPDATES_CHANNEL = "tempograph_updates";
/** A subscriber watches this execution. The payload is the execution's id. */
export const WATCH_CHANNEL = "tempograph_watch";
/** A reply, or an execution to end, went into the outbox. Empty payload. */
export const REPLIES_CHANNEL = "tempograph_replies";
/** A `respond` node has answered the sender of an event. The payload is the event's id. */
export const ANSWERS_CHANNEL = "tempograph_answers";
/** A trigger was published, paused or ended: look into the table. Empty payload. */
export const TRIGGERS_CHANNEL = "tempograph_triggers";

export type Channel =
  | typeof EVENTS_CHANNEL
  | typeof UPDATES_CHANNEL
  | typeof WATCH_CHANNEL
  | typeof REPLIES_CHANNEL
  | typeof TRIGGERS_CHANNEL
  | typeof ANSWERS_CHANNEL;
