import { isPostgresAway } from "@tempograph/db";
import { GrpcStatus, grpcStatusOf } from "@tempograph/runtime";

/** Whose fault it was that a call of Temporal failed: Temporal's, which is away, or that of what was asked. */
export type TemporalErrorKind = "unavailable" | "refused";

const REFUSED: ReadonlySet<number> = new Set([
  GrpcStatus.INVALID_ARGUMENT,
  GrpcStatus.FAILED_PRECONDITION,
  GrpcStatus.OUT_OF_RANGE,
]);

/**
 * Unavailable is whatever can heal without a change to what was asked: no connection, a time-out, an overloaded server,
 * a namespace or permission that somebody has yet to set up. Such a call is repeated for as long as it takes (I4).
 */
export function temporalErrorKind(error: unknown): TemporalErrorKind {
  const status = grpcStatusOf(error);
  // The payload codec writes a large value into Postgres before the call: without Postgres the call waits, too.
  if (status === undefined) return isPostgresAway(error) ? "unavailable" : "refused";
  if (status === GrpcStatus.RESOURCE_EXHAUSTED)
    return /larger than max|too large/i.test(temporalErrorMessage(error)) ? "refused" : "unavailable";
  return REFUSED.has(status) ? "refused" : "unavailable";
}

/** The messages of an error and its causes, for people. */
export function temporalErrorMessage(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < 3; at = at.cause)
    if (at.message !== "") messages.push(at.message);
  return messages.length === 0 ? String(error) : messages.join(": ");
}
