import type { Connection } from "@temporalio/client";
import type { TemporalNamespace } from "@tempograph/db";

const DEADLINE_MS = 2_000;

/** Asks Temporal which namespace this is; null if it does not tell. The cluster is left out if it may not be asked for. */
export async function identifyNamespace(
  connection: Pick<Connection, "workflowService" | "withDeadline">,
  namespace: string,
): Promise<TemporalNamespace | null> {
  const { workflowService: service } = connection;
  try {
    return await connection.withDeadline(Date.now() + DEADLINE_MS, async () => {
      // One after the other: a question that goes on behind the answer of this function would be asked again on a closed connection, and that
      // ends the process.
      const { namespaceInfo } = await service.describeNamespace({ namespace });
      const namespaceId = namespaceInfo?.id;
      if (!namespaceId) return null;
      const cluster = await service.getClusterInfo({}).catch(() => null);
      return { namespaceId, namespace, clusterId: cluster?.clusterId || null };
    });
  } catch {
    return null;
  }
}
