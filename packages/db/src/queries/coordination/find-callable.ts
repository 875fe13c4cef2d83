import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";

export interface CallableWorkflow {
  readonly id: string;
  readonly name: string;
  readonly status: "active" | "archived";
  readonly publishedVersion: number | null;
  /** Whether the version that was asked for exists; null: none was. */
  readonly hasVersion: boolean | null;
}

/**
 * The workflows that `workflow` may mean: the one with that id, else all of that name, archived ones last. Locked until
 * the transaction ends, so that none is archived in between.
 */
export async function findCallable(
  trx: Database,
  workflow: string,
  version: number | null,
): Promise<readonly CallableWorkflow[]> {
  const { rows } = await sql<CallableWorkflow>`
    select w.id, w.name, w.status, w.published_version as "publishedVersion",
      case when ${version}::integer is not null then exists (
        select from workflow_versions v where v.workflow_id = w.id and v.version = ${version}::integer) end as "hasVersion"
    from workflows w
    where w.status <> 'deleted' and (w.id = ${workflow} or (w.name = ${workflow}
      and not exists (select from workflows i where i.id = ${workflow} and i.status <> 'deleted')))
    order by w.status <> 'active', w.created_at, w.id limit 3
    for share of w`.execute(trx);
  return rows;
}
