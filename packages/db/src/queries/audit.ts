import { sql, type RawBuilder } from "kysely";
import type { Json } from "@tempograph/graph";
import { createBatcher } from "@tempograph/runtime";
import type { Database } from "../connection/open-database.ts";
import { betweenMoments } from "./between-moments.ts";
import type { PageRequest } from "./page.ts";
import { canMatch, storableJson } from "./storable.ts";
import { inProject, projectToWrite } from "../projects/project-scope.ts";

/** One operation that a caller performed or tried to perform. */
export interface AuditRecord {
  /** Order of the log; a bigint in decimal digits. */
  readonly id: string;
  readonly at: Date;
  /** Name of the token, as it was authenticated. */
  readonly actor: string;
  readonly actorRoles: readonly string[];
  /** The mutation, such as `executionPause`. */
  readonly action: string;
  /** Id of what it is about. */
  readonly target: string | null;
  /** Without secrets, shortened where long. */
  readonly input: Json;
  /** `ok`, or the error's code. Null means that the process was interrupted and the operation may have taken effect. */
  readonly outcome: string | null;
}

export interface AuditEntry {
  readonly actor: string;
  readonly actorRoles: readonly string[];
  readonly action: string;
  readonly target: string | null;
  readonly input: Json;
  /** Absent: about to be done; `completeAudit` says what came of it. */
  readonly outcome?: string;
}

/**
 * Writes the caller and the operation before it runs, and returns the row's id. Characters that jsonb cannot hold become
 * U+FFFD, because refused input is recorded too.
 */
export async function insertAudit(db: Database, entry: AuditEntry): Promise<number> {
  return (await insertAudits(db, [entry]))[0]!;
}

async function insertAudits(db: Database, entries: readonly AuditEntry[]): Promise<number[]> {
  const project = projectToWrite(db);
  const entriesJson = storableJson(entries.map((entry) => ({ project, ...entry })));
  const { rows } = await sql<{ id: number }>`
    insert into audit_log (project, actor, actor_roles, action, target, input, outcome)
    select r.project, r.actor, array(select jsonb_array_elements_text(r."actorRoles")), r.action, r.target, coalesce(r.input, 'null'), r.outcome
      from jsonb_to_recordset(${entriesJson}::jsonb) as r(project text, actor text, "actorRoles" jsonb, action text, target text, input jsonb, outcome text)
    returning id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Writes the outcome, `ok` or the error's code, and the target if its id was not known before: as a row of its own, because rows of the
 * audit log are never changed.
 */
export async function completeAudit(db: Database, id: number, outcome: string, target?: string): Promise<void> {
  await completeAudits(db, [{ id, outcome, target }]);
}

interface AuditOutcome {
  readonly id: number;
  readonly outcome: string;
  readonly target?: string | undefined;
}

async function completeAudits(db: Database, outcomes: readonly AuditOutcome[]): Promise<void> {
  await sql`
    insert into audit_log (project, actor, actor_roles, action, target, input, outcome, completes)
    select entry.project, entry.actor, entry.actor_roles, entry.action, coalesce(entry.target, r.target), 'null', r.outcome, entry.id
      from jsonb_to_recordset(${storableJson(outcomes)}::jsonb) as r(id bigint, outcome text, target text)
      join audit_log entry on entry.id = r.id`.execute(db);
}

/** The audit log of one project, as a process writes it. */
export interface AuditLog {
  /** Writes an entry as `insertAudit` does. */
  begin(entry: AuditEntry): Promise<number>;
  /** Writes the outcome as `completeAudit` does. */
  end(outcome: AuditOutcome): Promise<void>;
}

const MOST_TOGETHER = 100;

/**
 * Each row waits until the one before it in its project is committed, because it is chained to it. Here the rows that arrive meanwhile are
 * written together, so that a project holds two connections at most, and not all of those that other projects need, too (I13).
 */
export function createAuditLog(db: Database): AuditLog {
  return {
    begin: createBatcher({ maxWeight: MOST_TOGETHER, work: (entries) => insertAudits(db, entries) }),
    end: createBatcher({
      maxWeight: MOST_TOGETHER,
      async work(outcomes: readonly AuditOutcome[]) {
        await completeAudits(db, outcomes);
        return outcomes.map(() => undefined);
      },
    }),
  };
}

export interface AuditFilter {
  readonly actor?: string | null | undefined;
  readonly action?: string | null | undefined;
  readonly target?: string | null | undefined;
  readonly after?: Date | null | undefined;
  readonly before?: Date | null | undefined;
}

const WRITTEN = { table: "audit_log", number: "id", time: "at" } as const;

/** Of the row that says how an operation ended. Not a join, which a count would carry out for each entry. */
const ended = (column: RawBuilder<unknown>) =>
  sql`(select "end".${column} from audit_log as "end" where "end".completes = entry.id)`;

/** The newest first; keyed by `id`. */
export async function listAudit(db: Database, filter: AuditFilter, page: PageRequest): Promise<AuditRecord[]> {
  if (!canMatch(filter)) return [];
  let query = db
    .selectFrom("audit_log as entry")
    .select([
      sql<string>`entry.id::text`.as("id"),
      "entry.at",
      "entry.actor",
      "entry.actor_roles as actorRoles",
      "entry.action",
      sql<string | null>`coalesce(entry.target, ${ended(sql`target`)})`.as("target"),
      "entry.input",
      sql<string | null>`coalesce(${ended(sql`outcome`)}, entry.outcome)`.as("outcome"),
    ])
    .where(inProject(db, "entry"))
    .where("entry.completes", "is", null)
    .orderBy("entry.id", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (filter.actor != null) query = query.where("entry.actor", "=", filter.actor);
  if (filter.action != null) query = query.where("entry.action", "=", filter.action);
  if (filter.target != null)
    query = query.where(
      sql<boolean>`entry.id = any(array(
        select coalesce(found.completes, found.id) from audit_log found
         where ${inProject(db, "found")} and found.target = ${filter.target}))`,
    );
  for (const bound of betweenMoments(db, WRITTEN, "entry", { from: filter.after, until: filter.before }))
    query = query.where(bound);
  if (page.after !== undefined) query = query.where(sql<boolean>`entry.id < ${page.after}::bigint`);
  if (page.before !== undefined) query = query.where(sql<boolean>`entry.id > ${page.before}::bigint`);
  return await query.$castTo<AuditRecord>().execute();
}
