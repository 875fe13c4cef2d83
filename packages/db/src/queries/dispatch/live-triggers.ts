import { sql } from "kysely";
import type { StartPolicies, Trigger } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

/** The triggers of a published version, and in which versions of the project's trigger set they are live. */
export interface LiveTriggers {
  readonly id: string;
  /** As published, not as the draft calls it now (I8). */
  readonly name: string;
  readonly version: number;
  readonly triggers: readonly Trigger[];
  /** Null: an event that a trigger takes starts an execution at once. */
  readonly start: StartPolicies | null;
  /** The ids of triggers that take no events. */
  readonly paused: readonly string[];
  /** The first version of the set in which they are live. */
  readonly from: number;
  /** The first version in which they are live no more. Null: they are live now. */
  readonly until: number | null;
}

/** What is read of a project: `since` a version that is known, what changed after it; otherwise all that was live in `asOf` or later. */
export type TriggerSetRequest = { readonly project: string } & ({ readonly since: number } | { readonly asOf: number });

export interface TriggerSetChanges {
  readonly project: string;
  /** The newest version of the project's set. */
  readonly version: number;
  readonly rows: readonly LiveTriggers[];
}

/** Reads trigger sets, or what changed in them: one statement, so that each version and its rows belong together. */
export async function loadTriggerSets(
  db: Database,
  requests: readonly TriggerSetRequest[],
): Promise<readonly TriggerSetChanges[]> {
  type Row = LiveTriggers & { readonly project: string; readonly set_version: number };
  const wanted = requests.map(({ project, ...of }) => ({ project, ...of }));
  const { rows } = await sql<Row | { project: string; set_version: number; id: null }>`
    select r.project, coalesce(s.version, 0) as set_version, l.workflow_id as id, l.name, l.version, v.triggers, v.graph->'settings'->'start' as start, l.paused,
      l.from_version as "from", l.until_version as until
    from json_to_recordset(${JSON.stringify(wanted)}::json) as r(project text, since bigint, "asOf" bigint)
    left join trigger_sets s on s.project = r.project
    left join lateral (
      select * from live_triggers where r.since is not null and project = r.project and from_version > r.since
      union all
      select * from live_triggers
       where r.since is not null and project = r.project and until_version > r.since and from_version <= r.since
      union all
      select * from live_triggers
       where r.since is null and project = r.project and (until_version is null or until_version > r."asOf")) l on true
    left join workflow_versions v on v.workflow_id = l.workflow_id and v.version = l.version
    order by l.from_version, l.workflow_id`.execute(db);
  const byProject = Map.groupBy(rows, ({ project }) => project);
  return requests.map(({ project }) => {
    const own = byProject.get(project) ?? [];
    return {
      project,
      version: own[0]?.set_version ?? 0,
      rows: own.filter((row): row is Row => row.id !== null).map(({ project: _, set_version: __, ...live }) => live),
    };
  });
}
