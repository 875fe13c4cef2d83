import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether what a caller sent equals one of the secrets. All secrets are compared, and their hashes rather than themselves, so that the
 * time tells neither a length, nor a common beginning, nor which of two valid secrets it was.
 */
export function equalsOne(given: string | Buffer, expected: readonly (string | Buffer)[]): boolean {
  const hash = sha256(given);
  let found = false;
  for (const one of expected) found = timingSafeEqual(hash, sha256(one)) || found;
  return found;
}

function sha256(value: string | Buffer): Buffer {
  return createHash("sha256").update(value).digest();
}
