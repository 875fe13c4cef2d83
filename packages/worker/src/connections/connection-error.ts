import { unknownConnection } from "@tempograph/activities";
import { isPostgresAway } from "@tempograph/db";
import { type NodeError, permanent, retryable } from "@tempograph/nodes-sdk";
import { KeyMissingError, SealError } from "@tempograph/runtime";

/** What the failure of a query or of a decryption means for a step: whether another attempt makes sense, and what to do. */
export function connectionError(error: unknown, name: string): unknown {
  if (error instanceof KeyMissingError) {
    // Another attempt makes sense: an administrator can put the key back while the step waits.
    return retryable("CONNECTION_KEY_MISSING", `The connection "${name}" cannot be decrypted. ${error.message}`, {
      hint: `Put the key "${error.keyId}" back into the file of master keys. If it is lost for good, write the fields of the connection again.`,
      details: { connection: name, keyId: error.keyId },
    });
  }
  if (error instanceof SealError) {
    const message = `The connection "${name}" cannot be decrypted: its row was changed past Tempograph.`;
    return permanent("CONNECTION_INVALID", message, {
      hint: "Write the fields of the connection again.",
      cause: error,
    });
  }
  if (isPostgresAway(error))
    return unavailable(`Postgres does not answer, so the connection "${name}" cannot be read.`, error);
  switch ((error as { readonly code?: unknown } | null)?.code) {
    case "55P03": // lock_not_available
      return unavailable(
        `Another worker has been renewing the credentials of the connection "${name}" for too long.`,
        error,
      );
    case "23503": // foreign_key_violation: the connection was deleted after the attempt had read it.
      return unknownConnection(name);
    default:
      return error;
  }
}

export function unavailable(message: string, cause?: unknown): NodeError {
  return retryable("CONNECTION_UNAVAILABLE", message, {
    hint: "The step goes on by itself when the cause is gone, as long as its retries allow it.",
    cause,
  });
}
