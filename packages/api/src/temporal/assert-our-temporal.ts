import { forEveryProject, findTemporalNamespace, isAnyRunningInProjects, type Database } from "@tempograph/db";
import { OtherNamespaceError } from "@tempograph/dispatch";
import type { TemporalGateway } from "./temporal-gateway.ts";

/** Throws if Temporal answers, and is not the one in which executions run. Workers keep which one that is. */
export async function assertOurTemporal(
  db: Database,
  temporal: Pick<TemporalGateway, "identify">,
  accepted: string | undefined,
): Promise<void> {
  const known = await findTemporalNamespace(forEveryProject(db));
  if (known === null || !(await isAnyRunningInProjects(db))) return;
  const now = await temporal.identify();
  if (now === null || now.namespaceId === known.namespaceId || now.namespaceId === accepted) return;
  throw new OtherNamespaceError(known, now);
}
