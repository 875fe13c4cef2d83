import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { forEveryProject, forProject } from "../projects/for-project.ts";

/** A namespace of a Temporal. */
export interface TemporalNamespace {
  /** Made by Temporal with the namespace: another server's namespace of the same name has another one. */
  readonly namespaceId: string;
  readonly namespace: string;
  /** Null if Temporal does not tell. */
  readonly clusterId: string | null;
}

/** The namespace in which the executions run; null before the first start of a worker. */
export async function findTemporalNamespace(db: Database): Promise<TemporalNamespace | null> {
  const { rows } = await sql<TemporalNamespace>`
    select namespace_id as "namespaceId", namespace, cluster_id as "clusterId" from temporal_namespace`.execute(db);
  return rows[0] ?? null;
}

/** Whether an execution has a run on Temporal, as far as Postgres knows. */
export async function isAnyRunning(db: Database): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from executions where status = 'running') as any`.execute(db);
  return rows[0]!.any;
}

/** As `isAnyRunning`, in a process that sees the rows of one project at a time. */
export async function isAnyRunningInProjects(db: Database): Promise<boolean> {
  const projects = await forEveryProject(db).selectFrom("projects").select("id").execute();
  for (const { id } of projects) if (await isAnyRunning(forProject(db, id))) return true;
  return false;
}

/** `first`: none was known. `same`: it is the known one. `changed`: it takes the place of `before`. `other`: it is not the known one, `before`. */
export type TemporalBinding =
  | { readonly outcome: "first" | "same" }
  | { readonly outcome: "changed" | "other"; readonly before: TemporalNamespace };

/**
 * Keeps in which namespace the executions run. Another one takes its place only if `accepted`, or if no execution is running: then none is left behind.
 * The cluster may change with the same namespace, as after a failover or when its data has moved.
 */
export async function bindTemporalNamespace(
  db: Database,
  now: TemporalNamespace,
  accepted: boolean,
): Promise<TemporalBinding> {
  const before = await findTemporalNamespace(db);
  if (before !== null && before.namespaceId === now.namespaceId && before.clusterId === now.clusterId)
    return { outcome: "same" };
  return await db.transaction().execute(async (tx): Promise<TemporalBinding> => {
    const { namespaceId, namespace, clusterId } = now;
    const { numAffectedRows } = await sql`
      insert into temporal_namespace (namespace_id, namespace, cluster_id) values (${namespaceId}, ${namespace}, ${clusterId})
      on conflict do nothing`.execute(tx);
    if (numAffectedRows === 1n) return { outcome: "first" };
    await sql`select from temporal_namespace for update`.execute(tx);
    const known = (await findTemporalNamespace(tx))!;
    const isSame = known.namespaceId === namespaceId;
    if (!isSame && !accepted && (await isAnyRunning(tx))) return { outcome: "other", before: known };
    await sql`update temporal_namespace set namespace_id = ${namespaceId}, namespace = ${namespace}, cluster_id = ${clusterId},
      since = case when namespace_id = ${namespaceId} then since else clock_timestamp() end`.execute(tx);
    return isSame ? { outcome: "same" } : { outcome: "changed", before: known };
  });
}
