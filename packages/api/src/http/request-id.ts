import { newId } from "@tempograph/db";
import type { IncomingMessage } from "node:http";

/**
 * The id of a request, which every answer and the log contain. It is the sender's `x-request-id` if that is short and has only
 * plain characters, otherwise a new id.
 */
export function requestIdOf({ headers }: Pick<IncomingMessage, "headers">): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w.:-]{1,128}$/.test(given) ? given : newId("req");
}
