import { base32, MAIN_PROJECT } from "@tempograph/db";
import { createHash } from "node:crypto";

/**
 * The id of what a request makes that has an idempotency key: the same project and parts give the same id, so that one thing comes
 * of them, however often they are sent. The ids of `main` are those that were made before there were projects. No other text
 * can pass for one with a project, because what callers send holds no U+0000.
 */
export function keyedId(prefix: string, project: string, ...parts: readonly string[]): string {
  const scope = project === MAIN_PROJECT ? "" : `project ${project}\u0000`;
  const hash = createHash("sha256")
    .update(scope + parts.join("\n"))
    .digest();
  return `${prefix}_${base32(hash.subarray(0, 16))}`;
}
