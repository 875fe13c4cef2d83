import { NodeError } from "../error/node-error.ts";
import { redactFields, redactText } from "./redact.ts";
import type { SecretScrubber } from "./secret-scrubber.ts";

/**
 * The error without secrets in its code, message, hint, details, stack and causes (I10): without the values that the scrubber
 * knows, and without what looks like a secret.
 */
export function scrubbedError(error: NodeError, scrubber: SecretScrubber): NodeError {
  const text = (original: string): string => redactText(original, scrubber);
  const { code, message, retryable, retryAfterMs, hint, details, cause } = error;
  const safe = new NodeError({
    code: text(code),
    message: text(message),
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(hint === undefined ? {} : { hint: text(hint) }),
    ...(details === undefined ? {} : { details: redactFields({ details }, scrubber)["details"]! }),
    ...(cause === undefined ? {} : { cause: scrubbedCause(cause, text, 0) }),
  });
  if (error.stack !== undefined) safe.stack = text(error.stack);
  return safe;
}

const MOST_CAUSES = 8;

/** A plain error, because what libraries add to theirs, such as the request, may contain a secret in any form. */
function scrubbedCause(cause: unknown, text: SecretScrubber["text"], depth: number): unknown {
  if (!(cause instanceof Error)) return typeof cause === "string" ? text(cause) : undefined;
  const next =
    cause.cause === undefined || depth === MOST_CAUSES ? undefined : scrubbedCause(cause.cause, text, depth + 1);
  const safe = new Error(text(cause.message), next === undefined ? undefined : { cause: next });
  safe.name = text(cause.name);
  if (cause.stack !== undefined) safe.stack = text(cause.stack);
  return safe;
}
