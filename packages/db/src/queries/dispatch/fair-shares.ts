import { sql, type RawBuilder } from "kysely";

/**
 * Rows that a dispatcher or deliverer may claim, shared equally by the projects that have some, so that the backlog of one project does not
 * delay another (I13): `from fairShares(…) as share (project, most)`, then a lateral join takes the oldest `most` of each.
 *
 * From one project to the next by an index that begins with `project`, so that it costs a look per project and not per row. Of more
 * projects than `limit` it chooses at random, so that none is always left out. `gets` says of the project `waiting.project` whether it has
 * something that may be claimed now, where `waits` holds for more than that.
 */
export function fairShares(
  table: "events" | "executions" | "replies" | "calls" | "cancel_requests" | "workflow_triggers",
  waits: RawBuilder<unknown>,
  limit: number,
  gets: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> {
  const from = sql.table(table);
  return sql`(
    with recursive waiting as (
      (select project from ${from} where ${waits} order by project limit 1)
      union all
      select (select t.project from ${from} t where ${waits} and t.project > w.project order by t.project limit 1)
        from waiting w where w.project is not null
    ), chosen as (
      select project from waiting where project is not null and ${gets} order by random() limit ${limit}
    )
    select project, ceil(${limit}::float8 / count(*) over ())::integer from chosen)`;
}

/** What was claimed, and whether a project had as many rows as its share, so that there may be more. */
export interface Claim<Row> {
  readonly rows: readonly Row[];
  readonly mayBeMore: boolean;
}

export function toClaim<Row extends { readonly project: string; readonly most: number }>(
  rows: readonly Row[],
): Claim<Omit<Row, "most">> {
  const counts = new Map<string, number>();
  for (const { project } of rows) counts.set(project, (counts.get(project) ?? 0) + 1);
  return {
    rows: rows.map(({ most: _, ...row }) => row),
    mayBeMore: rows.some(({ project, most }) => counts.get(project)! >= most),
  };
}
