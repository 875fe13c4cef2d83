import { checkJsonValue } from "../../definition/parse-json-value.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { MachineEvent } from "../machine-event.ts";
import { isMoment } from "./moment.ts";

/** Levels of a reply: those of the output of a called execution, and some around it. `JSON.stringify` overflows the stack at 5,000. */
const MAX_REPLY_DEPTH = 1_000;

/**
 * Reads the argument of the signal `tempograph.reply`, live and from history; null if it is not a reply, or if it is nested so deeply
 * that it could not be written again when the execution continues as new.
 */
export function replyEvent(argument: Json | undefined): Extract<MachineEvent, { kind: "replyReceived" }> | null {
  if (typeof argument !== "object" || argument === null) return null;
  const { path, key, reply, time } = argument as JsonObject;
  if (typeof path !== "string" || typeof key !== "string") return null;
  const problems = checkJsonValue(reply ?? null, { maxDepth: MAX_REPLY_DEPTH });
  if (problems.some(({ code }) => code === "INPUT_TOO_DEEP")) return null;
  return { kind: "replyReceived", path, key, reply: reply ?? null, ...(isMoment(time) && { time }) };
}
