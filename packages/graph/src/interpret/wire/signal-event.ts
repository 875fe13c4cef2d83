import { checkJsonValue } from "../../definition/parse-json-value.ts";
import type { Json } from "../../definition/json.ts";
import type { MachineEvent } from "../machine-event.ts";
import { isMoment } from "./moment.ts";

/**
 * Makes the machine's event from a user's signal, live and from history. The API sends three arguments: the payload, an id
 * of the signal, and when it was sent (ms since epoch). Other senders, such as Temporal's Web UI, send only the payload.
 * A payload that cannot be read, or that could not be written again when the execution continues as new, counts as null.
 */
export function signalEvent(
  name: string,
  payload: unknown,
  id: unknown,
  time: unknown,
): Extract<MachineEvent, { kind: "signalReceived" }> {
  return {
    kind: "signalReceived",
    id: typeof id === "string" ? id : "",
    name,
    payload: isUsable(payload) ? payload : null,
    ...(isMoment(time) && { time }),
  };
}

function isUsable(payload: unknown): payload is Json {
  return payload !== undefined && checkJsonValue(payload).length === 0;
}
