import { createHash } from "node:crypto";

/** What failures have in common that are told together. */
export interface FailureKind {
  readonly workflowId: string;
  readonly path: string | null;
  readonly code: string;
  readonly message: string | null;
}

/** What is different each time: quoted texts, addresses' paths, ids, numbers. The order matters: an address holds numbers. */
const VARYING: readonly RegExp[] = [
  /"[^"]*"|'[^']*'|`[^`]*`/g,
  /(?<=https?:\/\/[^\s/]+)\/\S*/g,
  /\b[a-z]+_[0-9a-z]{20,}\b/g,
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  /\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi,
  /\d+/g,
];

/** Which round of a loop it was does not matter: `each[3]/call` is `each[]/call`. */
export const placeOf = (path: string): string => path.replaceAll(/\[[^\]]*\]/g, "[]");

/**
 * The fingerprint of a failure: the same for the same workflow, step and code, with the same message but for what is different each time.
 *
 *     "POST https://crm.example.com/leads/17 answered 503." and "POST https://crm.example.com/leads/18 answered 502." are one kind.
 */
export function fingerprintOf({ workflowId, path, code, message }: FailureKind): string {
  const text = VARYING.reduce((left, varying) => left.replaceAll(varying, "#"), message ?? "");
  const kind = JSON.stringify([workflowId, path === null ? null : placeOf(path), code, text]);
  return createHash("sha256").update(kind).digest("hex").slice(0, 12);
}
