import type { ExecutionRecord } from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";

/** The URL of this execution in Temporal's Web UI; null if no Web UI is configured or the execution has not started. */
export function temporalUiUrl(
  { temporalUiUrl: base, namespace }: Pick<AppDeps, "temporalUiUrl" | "namespace">,
  execution: ExecutionRecord,
): string | null {
  if (base === undefined || execution.runId === null) return null;
  const [space, id, run] = [namespace, execution.id, execution.runId].map(encodeURIComponent);
  return `${base}/namespaces/${String(space)}/workflows/${String(id)}/${String(run)}/history`;
}
