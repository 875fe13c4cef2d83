import type { UpdateRecord } from "@tempograph/db";

const open = new Set(["pending", "running"]);

/** Whether an update says that the execution has ended. It is the last update that subscribers get. */
export function isClosing(update: UpdateRecord): boolean {
  if (update.kind !== "status" || typeof update.body !== "object" || update.body === null) return false;
  const status = (update.body as { readonly status?: unknown }).status;
  return typeof status === "string" && !open.has(status);
}
