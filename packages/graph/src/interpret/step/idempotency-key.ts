import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * I5: one key for each (execution, step), the same on every attempt and across continue-as-new.
 * `revision` rises only when an operator changes the step's input (rule 12).
 *
 * @returns 32 hexadecimal digits
 */
export function idempotencyKey(executionId: string, path: string, revision: number): string {
  return bytesToHex(sha256(utf8ToBytes(`${executionId}\n${path}\n${revision}`)).subarray(0, 16));
}
