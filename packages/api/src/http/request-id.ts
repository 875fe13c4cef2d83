import { newId } from "@tempograph/db";
import type { IncomingMessage } from "node:http";

/**
 * Names a request, in every answer and in the log: the sender's own `x-request-id`, where it is short and plain enough
 * to stand in a header and a line of the log, else a new one.
 */
export function requestIdOf({ headers }: Pick<IncomingMessage, "headers">): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w.:-]{1,128}$/.test(given) ? given : newId("req");
}
