import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import { isClosed, type ExecutionStatus, type UpdateRecord } from "./read.ts";
import { updatesAfter, type UpdatesLimit } from "./updates-after.ts";

/** Where a reader of an execution's updates is. */
export interface TailRequest {
  readonly executionId: string;
  /** The cursor of the last update that the reader has. */
  readonly after: string;
}

/** What comes behind a cursor. */
export interface Tail {
  /** The next updates in commit order (I7). */
  readonly updates: readonly UpdateRecord[];
  /** Whether there are more updates than these. */
  readonly hasMore: boolean;
  /** Whether no update follows these: the execution has ended, or is unknown. */
  readonly isOver: boolean;
}

interface TailRow extends Omit<UpdateRecord, "seq"> {
  readonly nth: number;
  readonly status: ExecutionStatus;
  readonly updateSeq: string;
  readonly seq: string | null;
}

/**
 * Reads what comes behind many cursors in one statement, and gives it in their order, each within `limit`. The status of an
 * execution is read together with its updates, so they belong together. The condition repeats the ids, so that Postgres finds the rows by
 * their key.
 */
export async function readTails(
  db: Database,
  asked: readonly TailRequest[],
  limit: UpdatesLimit,
): Promise<readonly Tail[]> {
  const ids = asked.map(({ executionId }) => executionId);
  const cursors = asked.map(({ after }) => after);
  const { rows } = await sql<TailRow>`
    select a.nth::integer as nth, e.id as "executionId", e.status, e.update_seq::text as "updateSeq", u.seq::text as seq, u.key, u.kind,
        u.path, u.body, u.at
      from unnest(${ids}::text[], ${cursors}::bigint[]) with ordinality a (id, after, nth)
      join executions e on e.id = a.id and e.id = any(${ids}::text[]) and ${inProject(db, "e")}
      left join lateral (${updatesAfter(sql`a.id`, sql`a.after`, limit)}) u on e.update_seq > a.after
     order by a.nth, u.seq`.execute(db);
  const found = Map.groupBy(rows, ({ nth }) => nth);
  return asked.map(({ after }, index) => tailOf(found.get(index + 1) ?? [], after));
}

function tailOf(rows: readonly TailRow[], after: string): Tail {
  const [first] = rows;
  if (first === undefined) return { updates: [], hasMore: false, isOver: true };
  const updates = rows.flatMap(({ nth: _, status: _status, updateSeq: _last, seq, ...update }) =>
    seq === null ? [] : [{ ...update, seq }],
  );
  const hasAll = BigInt(updates.at(-1)?.seq ?? after) >= BigInt(first.updateSeq);
  return { updates, hasMore: !hasAll, isOver: isClosed(first.status) && hasAll };
}
