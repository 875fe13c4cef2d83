import { randomBytes } from "node:crypto";

/** A task queue name that no other test uses. */
export function uniqueTaskQueue(prefix = "test"): string {
  return `${prefix}-${randomBytes(6).toString("hex")}`;
}
