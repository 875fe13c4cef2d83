/** The Temporal signal that brings a reply: one argument `{ path, key, reply, time }`. */
export const REPLY_SIGNAL = "tempograph.reply";
/** The Temporal Update for operations on an open execution: one argument, a `OperationRequest`; it returns a `OperationResult`. */
export const STEER_UPDATE = "steer";
