import { sql, type RawBuilder } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { inProject, projectOf } from "../projects/project-scope.ts";

/** How far the number of a row may be from its place in time: a transaction that waits this long before it takes numbers. */
const SLACK = sql`interval '1 minute'`;
/** A row is as old as its transaction, so one that waited looks older than its neighbours. Never do this many in a row. */
const NEIGHBOURS = sql.lit(8);

/** A table whose rows are numbered about in the order of their time. */
interface Numbered {
  readonly table: "executions" | "events" | "audit_log";
  readonly number: string;
  readonly time: string;
}

/**
 * The condition that rows lie between two moments, with bounds for their numbers, so that a list in the order of the numbers begins where the
 * moment is, and not at the newest row. The bounds are looked up by halving: an index on the time would cost every insert, and would not
 * give the order of the list. `named` is the table's name in the statement.
 *
 * A database that is bound to no project has no index of the numbers alone, so its statements get no bounds.
 */
export function betweenMoments(
  db: Database,
  { table, number, time }: Numbered,
  named: string,
  { from, until }: { readonly from?: Date | null | undefined; readonly until?: Date | null | undefined },
): RawBuilder<boolean>[] {
  const [at, seq] = [sql.ref(`${named}.${time}`), sql.ref(`${named}.${number}`)];
  const wanted: RawBuilder<boolean>[] = [];
  const last = (moment: RawBuilder<unknown>) => lastBefore(db, { table, number, time }, moment);
  if (projectOf(db) === undefined) {
    if (from != null) wanted.push(sql`${at} >= ${from}`);
    if (until != null) wanted.push(sql`${at} < ${until}`);
    return wanted;
  }
  if (from != null) wanted.push(sql`(${at} >= ${from} and ${seq} > ${last(sql`${from}::timestamptz - ${SLACK}`)})`);
  if (until != null) wanted.push(sql`(${at} < ${until} and ${seq} <= ${last(sql`${until}::timestamptz + ${SLACK}`)})`);
  return wanted;
}

/** A number such that the rows up to it are older than the moment, and those behind it are not. */
function lastBefore(db: Database, { table, number, time }: Numbered, moment: RawBuilder<unknown>): RawBuilder<unknown> {
  const [rows, seq, at, own] = [sql.table(table), sql.ref(number), sql.ref(time), inProject(db, table)];
  return sql`(
    with recursive halves as (
      select 0::bigint as low, coalesce((select max(${seq}) from ${rows} where ${own}), 0) as high
      union all
      select case when o.is_older then m.middle else m.low end, case when o.is_older then m.high else m.middle - 1 end
        from (select low, high, (low + high + 1) / 2 as middle from halves where low < high) m
        cross join lateral (
          select coalesce(max(at) < ${moment}, true) as is_older from (
            select ${at} as at from ${rows} where ${own} and ${seq} <= m.middle order by ${seq} desc limit ${NEIGHBOURS}) r) o)
    select low from halves where low >= high)`;
}
