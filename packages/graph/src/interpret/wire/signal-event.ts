import type { Json } from "../../definition/json.ts";
import type { MachineEvent } from "../machine-event.ts";
import { isMoment } from "./moment.ts";

/**
 * A signal of a user, read the same live and from history. Its arguments: the payload, the sender's id, when it was sent
 * (ms since epoch); only the first where somebody else than the API sends it.
 */
export function signalEvent(
  name: string,
  payload: Json | undefined,
  id: unknown,
  time: unknown,
): Extract<MachineEvent, { kind: "signalReceived" }> {
  return {
    kind: "signalReceived",
    id: typeof id === "string" ? id : "",
    name,
    payload: payload ?? null,
    ...(isMoment(time) && { time }),
  };
}
