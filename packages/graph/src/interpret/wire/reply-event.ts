import type { Json, JsonObject } from "../../definition/json.ts";
import type { MachineEvent } from "../machine-event.ts";
import { isMoment } from "./moment.ts";

/** Reads the argument of the signal `tempograph.reply`, live and from history; null if it is not a reply. */
export function replyEvent(argument: Json | undefined): Extract<MachineEvent, { kind: "replyReceived" }> | null {
  if (typeof argument !== "object" || argument === null) return null;
  const { path, key, reply, time } = argument as JsonObject;
  if (typeof path !== "string" || typeof key !== "string") return null;
  return { kind: "replyReceived", path, key, reply: reply ?? null, ...(isMoment(time) && { time }) };
}
