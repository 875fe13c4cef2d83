import { sql, type RawBuilder } from "kysely";
import type { Database } from "../connection/open-database.ts";
import type { ExecutionStatus } from "./executions/read.ts";
import type { StepRecord } from "./executions/steps.ts";
import type { PageRequest } from "./page.ts";
import { canMatch } from "./storable.ts";
import { inProject } from "../projects/project-scope.ts";

export interface ApprovalFilter {
  /** `waiting`: in an open execution; `decided`: somebody did; absent: any. */
  readonly status?: "waiting" | "decided" | null | undefined;
  readonly workflowId?: string | null | undefined;
  readonly executionId?: string | null | undefined;
  /** Only those whose approvers name one of these (`user:kim`, `role:finance`) or nobody. */
  readonly approvers?: readonly string[] | undefined;
}

/** A step of type `approval`. */
export interface ApprovalRecord extends StepRecord {
  /** Its execution's; with the path the key of its place in the list. */
  readonly executionSeq: string;
  readonly executionStatus: ExecutionStatus;
}

/** Those of the newest executions first; keyed by `<execution's seq>/<path>`. */
export async function listApprovals(
  db: Database,
  filter: ApprovalFilter,
  page: PageRequest,
): Promise<ApprovalRecord[]> {
  if (!canMatch(filter) || filter.approvers?.length === 0) return [];
  const wanted: RawBuilder<unknown>[] = [sql`l.type = 'approval'`, inProject(db, "l")];
  if (filter.status === "waiting")
    wanted.push(
      // Not `exists`: Postgres would join all that wait before it takes the first page of them.
      sql`l.status = 'waiting' and (select r.status from executions r where r.id = l.execution_id) = 'running'`,
    );
  if (filter.status === "decided") wanted.push(sql`l.status = 'completed' and l.port in ('approved', 'rejected')`);
  if (filter.workflowId != null) wanted.push(sql`l.workflow_id = ${filter.workflowId}`);
  if (filter.executionId != null) wanted.push(sql`l.execution_id = ${filter.executionId}`);
  if (filter.approvers !== undefined)
    wanted.push(sql`(l.approvers is null or l.approvers ?| ${filter.approvers}::text[])`);
  const [forth, back] = page.backward ? [sql`asc`, sql`desc`] : [sql`desc`, sql`asc`];
  // The newest execution first, within one in the order of paths: hence two comparisons in place of one of rows.
  if (page.after !== undefined) wanted.push(behind(page.after));
  if (page.before !== undefined) wanted.push(ahead(page.before));
  // Left joins, so that a count leaves them out. The limit stands in the text, because a prepared statement's general plan does not know a
  // parameter's value: with it, counting 2,000 took seconds.
  const { rows } = await sql<ApprovalRecord>`
    select l.execution_id as "executionId", l.path, s.position, s.node_id as "nodeId", l.type, l.status, l.port, s.input,
        s.output, s.failure, s.attempts, s.scheduled_at as "scheduledAt", s.started_at as "startedAt",
        s.ended_at as "endedAt", s.known_from as "knownFrom", l.execution_seq::text as "executionSeq", e.status as "executionStatus"
      from listed_steps l
      left join steps s on s.execution_id = l.execution_id and s.path = l.path
      left join executions e on e.id = l.execution_id
     where ${sql.join(wanted, sql` and `)}
     order by l.execution_seq ${forth}, l.path ${back}
     limit ${sql.lit(page.limit)}`.execute(db);
  return rows;
}

/** What `listApprovals` pages are keyed by. */
export function approvalPageKey(approval: ApprovalRecord): string {
  return `${approval.executionSeq}/${approval.path}`;
}

function behind(key: string) {
  const { seq, path } = place(key);
  return sql`(l.execution_seq <= ${seq}::bigint and (l.execution_seq < ${seq}::bigint or l.path > ${path}))`;
}

function ahead(key: string) {
  const { seq, path } = place(key);
  return sql`(l.execution_seq >= ${seq}::bigint and (l.execution_seq > ${seq}::bigint or l.path < ${path}))`;
}

function place(key: string): { seq: string; path: string } {
  const slash = key.indexOf("/");
  return { seq: key.slice(0, slash), path: key.slice(slash + 1) };
}
