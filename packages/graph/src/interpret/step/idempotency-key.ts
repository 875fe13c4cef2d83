import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * Makes the idempotency key of a step. The key is the same on every attempt and across a continue-as-new (I5). `revision`
 * rises when a person retries the step with another input, or retries a caller step that was answered with a failure (rule 12).
 *
 * @returns 32 hexadecimal digits
 */
export function idempotencyKey(executionId: string, path: string, revision: number): string {
  return bytesToHex(sha256(utf8ToBytes(`${executionId}\n${path}\n${revision}`)).subarray(0, 16));
}
