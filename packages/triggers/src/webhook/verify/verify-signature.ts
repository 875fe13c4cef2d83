import { createHmac, randomBytes } from "node:crypto";
import type { HookRequest } from "../hook-request.ts";
import { equalsOne } from "./equal-secret.ts";
import type { SignatureScheme } from "./signature-scheme.ts";

/**
 * Whether one of the secrets made one of the request's signatures, and the signed moment is near enough to `now`. A request without a
 * signature costs the same work as one with a wrong one, so the time does not tell which part was wrong.
 */
export function verifySignature(
  scheme: SignatureScheme,
  secrets: readonly string[],
  request: HookRequest,
  { now, toleranceSeconds }: { readonly now: Date; readonly toleranceSeconds: number },
): boolean {
  const { signed, signatures, timestamp } = scheme.read(request) ?? {
    signed: request.body,
    signatures: [randomBytes(32)],
  };
  const expected = secrets.map((secret) => createHmac("sha256", secret).update(signed).digest());
  const matches = signatures.map((signature) => equalsOne(signature, expected)).includes(true);
  const inTime = timestamp === undefined || Math.abs(now.getTime() / 1_000 - timestamp) <= toleranceSeconds;
  return matches && inTime;
}
