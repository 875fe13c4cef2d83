import type { MirrorDeps } from "../mirror-deps.ts";

/** For how long Temporal keeps a closed execution in this namespace, in milliseconds. */
export async function readRetention({
  connection,
  namespace,
}: Pick<MirrorDeps, "connection" | "namespace">): Promise<number> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * 1_000;
}
