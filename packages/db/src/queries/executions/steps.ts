import { type RawBuilder, sql } from "kysely";
import type { Failure, Json, StepStatus } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { canMatch } from "../storable.ts";
import { executionInProject } from "../../projects/project-scope.ts";

/** A step: one visit of a node. */
export interface StepRecord {
  readonly executionId: string;
  readonly path: string;
  /** Order of first appearance. */
  readonly position: number;
  readonly nodeId: string;
  readonly type: string;
  readonly status: StepStatus;
  readonly port: string | null;
  readonly input: Json;
  readonly output: Json;
  readonly failure: Failure | null;
  readonly attempts: number;
  readonly scheduledAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** `advisory` means that the row comes from live updates or may still change; `history` means that it is final. */
  readonly knownFrom: "advisory" | "history";
}

/** An attempt of a step's activity, as its worker reported it. */
export interface AttemptRecord {
  readonly executionId: string;
  readonly path: string;
  readonly attempt: number;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly failure: Failure | null;
  readonly worker: string | null;
}

/** A line that a node logged. */
export interface LogRecord {
  /** A bigint in decimal digits. */
  readonly id: string;
  readonly executionId: string;
  readonly path: string;
  readonly attempt: number;
  readonly level: string;
  readonly message: string;
  readonly fields: Json;
  readonly at: Date;
}

/** The columns of a `StepRecord`. */
export const stepColumns = [
  "execution_id as executionId",
  "path",
  "position",
  "node_id as nodeId",
  "type",
  "status",
  "port",
  "input",
  "output",
  "failure",
  "attempts",
  "scheduled_at as scheduledAt",
  "started_at as startedAt",
  "ended_at as endedAt",
  "known_from as knownFrom",
] as const;

/** The key of a step's row. */
export interface StepKey {
  readonly executionId: string;
  readonly path: string;
}

/** `(execution_id, path) in (…)`; the list must not be empty. */
export function isAnyStep(keys: readonly StepKey[]): RawBuilder<boolean> {
  return sql<boolean>`(execution_id, path) in (${sql.join(keys.map((key) => sql`(${key.executionId}, ${key.path})`))})`;
}

/** These steps, in any order. */
export async function findSteps(db: Database, keys: readonly StepKey[]): Promise<StepRecord[]> {
  const storable = keys.filter((key) => canMatch(key));
  if (storable.length === 0) return [];
  return await db
    .selectFrom("steps")
    .select(stepColumns)
    .where(isAnyStep(storable))
    .where(executionInProject(db, sql.ref("steps.execution_id")))
    .$castTo<StepRecord>()
    .execute();
}

/** Lists steps in the order in which they first appeared. The page cursor is `<position>/<path>`, because two steps from live updates may share a position. */
export async function listSteps(db: Database, executionId: string, page: PageRequest): Promise<StepRecord[]> {
  const direction = page.backward ? "desc" : "asc";
  let query = db
    .selectFrom("steps")
    .select(stepColumns)
    .where("execution_id", "=", executionId)
    .where(executionInProject(db, sql`${executionId}`))
    .orderBy("position", direction)
    .orderBy("path", direction)
    .limit(page.limit);
  if (page.after !== undefined) query = query.where(sql<boolean>`(position, path) > ${place(page.after)}`);
  if (page.before !== undefined) query = query.where(sql<boolean>`(position, path) < ${place(page.before)}`);
  return await query.$castTo<StepRecord>().execute();
}

/** The page cursor of a step in `listSteps`. */
export function stepPageKey(step: StepRecord): string {
  return `${String(step.position)}/${step.path}`;
}

function place(key: string) {
  const slash = key.indexOf("/");
  return sql`(${Number(key.slice(0, slash))}::integer, ${key.slice(slash + 1)}::text)`;
}

/** All attempts of these steps, each step's in order. */
export async function findAttempts(db: Database, keys: readonly StepKey[]): Promise<AttemptRecord[]> {
  const storable = keys.filter((key) => canMatch(key));
  if (storable.length === 0) return [];
  return await db
    .selectFrom("step_attempts")
    .select([
      "execution_id as executionId",
      "path",
      "attempt",
      "started_at as startedAt",
      "ended_at as endedAt",
      "failure",
      "worker",
    ])
    .where(isAnyStep(storable))
    .where(executionInProject(db, sql.ref("step_attempts.execution_id")))
    .orderBy("attempt")
    .$castTo<AttemptRecord>()
    .execute();
}

/** Lists the log lines of an execution's steps, or of one step, in order. The id is the page cursor. */
export async function listLogs(
  db: Database,
  executionId: string,
  path: string | undefined,
  page: PageRequest,
): Promise<LogRecord[]> {
  let query = db
    .selectFrom("step_logs")
    .select([
      sql<string>`id::text`.as("id"),
      "execution_id as executionId",
      "path",
      "attempt",
      "level",
      "message",
      "fields",
      "at",
    ])
    .where("execution_id", "=", executionId)
    .where(executionInProject(db, sql`${executionId}`))
    .orderBy("step_logs.id", page.backward ? "desc" : "asc")
    .limit(page.limit);
  if (path !== undefined) query = query.where("path", "=", path);
  if (page.after !== undefined) query = query.where(sql<boolean>`step_logs.id > ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`step_logs.id < ${page.before}::bigint`);
  return await query.$castTo<LogRecord>().execute();
}
