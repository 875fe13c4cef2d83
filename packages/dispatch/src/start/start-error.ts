import { isPostgresAway } from "@tempograph/db";

/** Whose fault it was that a start failed: Temporal's, which is not there, or the execution's own. */
export type StartErrorKind = "unavailable" | "refused";

// gRPC status codes.
const INVALID_ARGUMENT = 3;
const RESOURCE_EXHAUSTED = 8;
const FAILED_PRECONDITION = 9;
const OUT_OF_RANGE = 11;

/**
 * Unavailable is whatever can heal without a change to this execution: no connection, a time-out, an overloaded server,
 * a namespace or permission that somebody has yet to set up. Such a start waits as long as it takes (I4).
 */
export function startErrorKind(error: unknown): StartErrorKind {
  const code = grpcCode(error);
  // A large start goes into Postgres first: without that it waits, too.
  if (code === undefined) return isPostgresAway(error) ? "unavailable" : "refused";
  if (code === RESOURCE_EXHAUSTED)
    return /larger than max|too large/i.test(startErrorMessage(error)) ? "refused" : "unavailable";
  return code === INVALID_ARGUMENT || code === FAILED_PRECONDITION || code === OUT_OF_RANGE ? "refused" : "unavailable";
}

export function startErrorMessage(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < 3; at = at.cause)
    if (at.message !== "") messages.push(at.message);
  return messages.length === 0 ? String(error) : messages.join(": ");
}

function grpcCode(error: unknown): number | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === "number") return code;
  }
  return undefined;
}
