/** The Temporal signal that brings a reply. Its argument is a `ReplySignal`: `{ path, key, reply, time }`. */
export const REPLY_SIGNAL = "tempograph.reply";
/** The Temporal Update for operations on an open execution. Its argument is an `OperationRequest`, its result an `OperationResult`. */
export const STEER_UPDATE = "steer";
