import { setDefaultSignalHandler } from "@temporalio/workflow";
import { REPLY_SIGNAL, replyEvent, signalEvent, type Json } from "@tempograph/graph/machine";
import { arrive } from "./arrivals.ts";

/** Passes every signal to the machine, which keeps a signal until a node waits for it. */
export function setSignalHandlers(): void {
  setDefaultSignalHandler((name, payload, id, time) => {
    const event = name === REPLY_SIGNAL ? replyEvent(payload as Json) : signalEvent(name, payload, id, time);
    if (event !== null) arrive(event);
  });
}
