import { isPostgresAway } from "@tempograph/db";
import { GrpcStatus, grpcStatusOf } from "@tempograph/runtime";

/** Why a call of Temporal failed: Temporal is unavailable, or it refused the request. */
export type TemporalErrorKind = "unavailable" | "refused";

const REFUSED: ReadonlySet<number> = new Set([
  GrpcStatus.INVALID_ARGUMENT,
  GrpcStatus.FAILED_PRECONDITION,
  GrpcStatus.OUT_OF_RANGE,
]);

/**
 * `unavailable` is every failure that can pass without a change of the request: no connection, a time-out, an overloaded server,
 * a namespace or permission that somebody has yet to set up. Such a call is repeated until it succeeds (I4).
 */
export function temporalErrorKind(error: unknown): TemporalErrorKind {
  const status = grpcStatusOf(error);
  // The payload codec writes large values into Postgres before the call, so without Postgres the call has to wait as well.
  if (status === undefined) return isPostgresAway(error) ? "unavailable" : "refused";
  if (status === GrpcStatus.RESOURCE_EXHAUSTED)
    return /larger than max|too large/i.test(temporalErrorMessage(error)) ? "refused" : "unavailable";
  return REFUSED.has(status) ? "refused" : "unavailable";
}

/** The messages of an error and of its causes as one text for people. */
export function temporalErrorMessage(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < 3; at = at.cause)
    if (at.message !== "") messages.push(at.message);
  return messages.length === 0 ? String(error) : messages.join(": ");
}
