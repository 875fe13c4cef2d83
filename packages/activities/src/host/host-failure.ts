import { ApplicationFailure } from "@temporalio/common";
import type { Failure, FailureDetails, Json } from "@tempograph/graph";
import { failureOf, type NodeError, redactFields, redactText, storableText } from "@tempograph/nodes-sdk";

const LONGEST_MESSAGE = 4_000;
const MOST_DETAILS_BYTES = 16 * 1024;

/** Prepares a node's error for history, mirror and reports: without secrets (I10), storable, of bounded size. */
export function safeFailure(error: NodeError, path: string): Failure {
  const { details, ...failure } = failureOf(error, path);
  const safeDetails = details === undefined ? undefined : boundedDetails(details);
  return {
    ...failure,
    message: safeText(failure.message),
    ...(failure.hint === undefined ? {} : { hint: safeText(failure.hint) }),
    ...(safeDetails === undefined ? {} : { details: safeDetails }),
  };
}

/** The failure that Temporal stores. Its `type` is the error code; its first detail has the other fields. */
export function applicationFailure(
  failure: Failure,
  retryAfterMs: number | undefined,
  time: number,
): ApplicationFailure {
  const details: FailureDetails = {
    message: failure.message,
    path: failure.path ?? "",
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    ...(failure.details === undefined ? {} : { details: failure.details }),
    time,
  };
  const result = ApplicationFailure.create({
    message: failure.message,
    type: failure.code,
    nonRetryable: failure.retryable !== true,
    details: [details],
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
  });
  // A stack trace contains paths of the worker's machine and does not help in a history. The host logs it instead.
  result.stack = "";
  return result;
}

function safeText(text: string): string {
  return redactText(storableText(text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text));
}

function boundedDetails(details: Json): Json {
  const safe = storable(redactFields({ details })["details"] ?? null);
  return Buffer.byteLength(JSON.stringify(safe)) > MOST_DETAILS_BYTES ? "left out: larger than 16 KiB" : safe;
}

function storable(value: Json): Json {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    typeof each === "string" ? storableText(each) : each,
  ) as Json;
}
