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
    const [{ namespaceInfo }, cluster] = await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
      Promise.all([service.describeNamespace({ namespace }), service.getClusterInfo({}).catch(() => null)]),
    );
    const namespaceId = namespaceInfo?.id;
    return namespaceId ? { namespaceId, namespace, clusterId: cluster?.clusterId || null } : null;
  } catch {
    return null;
  }
}
