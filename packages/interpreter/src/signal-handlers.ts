import { setDefaultSignalHandler } from "@temporalio/workflow";
import { REPLY_SIGNAL, replyEvent, signalEvent, type Json } from "@tempograph/graph/machine";
import { arrive } from "./arrivals.ts";

/** Every signal goes to the machine: it keeps what nobody waits for yet. */
export function setSignalHandlers(): void {
  setDefaultSignalHandler((name, payload, id, time) => {
    const event = name === REPLY_SIGNAL ? replyEvent(payload as Json) : signalEvent(name, payload as Json, id, time);
    if (event !== null) arrive(event);
  });
}
