/**
 * Thrown if a value that history refers to cannot be read. `name` is the error code: it becomes the type of Temporal's
 * failure, and so the code of the step's failure.
 */
export class PayloadError extends Error {
  readonly code: "PAYLOAD_MISSING" | "PAYLOAD_CORRUPT";

  constructor(code: PayloadError["code"], hash: string) {
    super(`${MESSAGES[code](hash)} Hint: ${CURE}`);
    this.code = code;
    this.name = code;
  }
}

const MESSAGES = {
  PAYLOAD_MISSING: (hash: string) => `payload_blobs has no value of SHA-256 ${hash}, which the history refers to.`,
  PAYLOAD_CORRUPT: (hash: string) => `The value in payload_blobs under ${hash} has another SHA-256.`,
};

const CURE =
  "See that every worker and API uses the database that the execution was started with, and restore the row from a backup where it is lost; Temporal tries again by itself.";
