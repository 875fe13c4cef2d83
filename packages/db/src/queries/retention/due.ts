import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { firstAfter, levelAfter } from "./age-levels.ts";
import { effectiveDays } from "./effective-days.ts";
import { LEVELS, type Level } from "./levels.ts";
import { listRetentionPolicies } from "./policy.ts";
import { isHeld, isMirrored, isNamed, isNeeded } from "./removable.ts";

export interface RemovalBounds {
  /** Everything of a closed execution stays for at least so long: as long as Temporal has its history, too. */
  readonly leastMs: number;
  /** The most executions, history events and bytes of large values that are removed at a time. One execution may have more. */
  readonly executions: number;
  readonly historyEvents: number;
  readonly valueBytes: number;
}

/** Closed executions of a project of which the same is to be removed. */
export interface DueExecutions {
  readonly project: string;
  readonly ids: readonly string[];
  /** What has been removed before, and up to which level more is removed now. */
  readonly removed: number;
  readonly level: Level;
  /** The first and the last number of them, for the name of an export. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly closedAt: Date;
}

interface Row {
  readonly id: string;
  readonly seq: number;
  readonly workflowId: string;
  readonly closedAt: Date;
  readonly historyEvents: number;
  readonly bytes: number;
}

/** Rows that are looked at with one statement. */
const LOOK = 500;

/**
 * The next executions of a project of which something is to be removed, those that closed first at first; undefined if there are none.
 * Along the index `executions_closed` it passes only executions whose time may be over.
 */
export async function findDueExecutions(
  db: Database,
  project: string,
  bounds: RemovalBounds,
): Promise<DueExecutions | undefined> {
  const policies = await listRetentionPolicies(db, project);
  const own = policies.find(({ workflowId }) => workflowId === null);
  const days = new Map(policies.map((policy) => [policy.workflowId, effectiveDays(own, policy)]));
  const general = effectiveDays(own);
  const { rows: clock } = await sql<{ now: Date }>`select now()`.execute(db);
  const now = clock[0]!.now.getTime();
  const levelOf = (workflowId: string | null, closedAt: number): Level | 0 =>
    levelAfter(days.get(workflowId) ?? general, now - closedAt, bounds.leastMs);

  for (const removed of [2, 1, 0] as const) {
    const afterMs = [general, ...days.values()].map((one) => firstAfter(one, removed, bounds.leastMs));
    const least = Math.min(...afterMs);
    if (least === Infinity) continue;
    let after = { closedAt: new Date(0), id: "" };
    for (;;) {
      const { rows } = await sql<Row>`
        select e.id, e.seq::float8 as seq, e.workflow_id as "workflowId", e.closed_at as "closedAt",
               coalesce(e.history_events, 0) as "historyEvents",
               (select coalesce(sum(b.size), 0)::float8 from payload_references r join payload_blobs b on b.hash = r.hash
                 where r.execution_id = e.id) as bytes
          from executions e
         where e.project = ${project} and e.removed = ${removed} and e.closed_at is not null
           and e.closed_at < ${new Date(now - least)} and (e.closed_at, e.id) > (${after.closedAt}, ${after.id})
           and ${isMirrored} and not ${isHeld} and not ${isNeeded} and ${removed === 2 ? sql`not ${isNamed}` : sql`true`}
         order by e.closed_at, e.id limit ${LOOK}`.execute(db);
      const due = await firstAlike(db, rows, (row) => levelOf(row.workflowId, row.closedAt.getTime()), removed, bounds);
      if (due !== undefined) return { project, removed, ...due };
      if (rows.length < LOOK) break;
      after = rows.at(-1)!;
    }
  }
  return undefined;
}

/** The first of the rows that have a level to reach, and those behind it that reach the same, within the bounds. */
async function firstAlike(
  db: Database,
  rows: readonly Row[],
  levelOf: (row: Row) => Level | 0,
  removed: number,
  bounds: RemovalBounds,
): Promise<Omit<DueExecutions, "project" | "removed"> | undefined> {
  const due = rows.flatMap((row) => {
    const level = levelOf(row);
    return level === 0 || level <= removed ? [] : [{ row, level }];
  });
  const first = due[0];
  if (first === undefined) return undefined;
  const named =
    first.level === LEVELS.shapes
      ? await findNamed(
          db,
          due.map(({ row }) => row.id),
        )
      : new Set<string>();
  // What reruns name keeps its row, and loses the rest.
  const level = named.has(first.row.id) ? LEVELS.values : first.level;
  const taken: Row[] = [];
  let [events, bytes] = [0, 0];
  for (const { row, level: own } of due) {
    if ((named.has(row.id) ? LEVELS.values : own) !== level) continue;
    events += row.historyEvents;
    bytes += row.bytes;
    const isFull = events > bounds.historyEvents || bytes > bounds.valueBytes || taken.length >= bounds.executions;
    if (taken.length > 0 && isFull) break;
    taken.push(row);
  }
  const seqs = taken.map(({ seq }) => seq);
  return {
    ids: taken.map(({ id }) => id),
    ...{ level, firstSeq: Math.min(...seqs), lastSeq: Math.max(...seqs), closedAt: taken[0]!.closedAt },
  };
}

async function findNamed(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select e.id from executions e where e.id = any(${ids}::text[]) and ${isNamed}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
