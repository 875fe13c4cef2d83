import { SHOWN_MEMBERS, type Json, type StateKind, type StateScope } from "@tempograph/graph";
import { sql } from "kysely";
import { inProject } from "../../projects/project-scope.ts";
import { canMatch } from "../storable.ts";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import type { StatePlace } from "./entries.ts";

export interface StateEntryRecord {
  readonly id: number;
  /** Null: it is the project's own. */
  readonly workflowId: string | null;
  readonly key: string;
  readonly kind: StateKind;
  /** Of a set: null, or where one entry is asked for its members, up to 1,000, the latest first. */
  readonly value: Json;
  /** How many members a set has. */
  readonly members: number;
  readonly bytes: number;
  readonly revision: number;
  /** When the value expires, or the first member of the set. */
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const isLive = sql<boolean>`(e.kind = 'set' and (e.expires_at is null or exists (select from state_members m
  where m.entry_id = e.id and (m.expires_at is null or m.expires_at > now())))
  or e.kind = 'value' and (e.expires_at is null or e.expires_at > now()))`;

const shownMembers = sql`(select coalesce(jsonb_agg(member::jsonb order by seen desc), '[]') from (
  select member, seen from state_members m
   where m.entry_id = e.id and (m.expires_at is null or m.expires_at > now())
   order by seen desc limit ${sql.lit(SHOWN_MEMBERS)}) as shown)`;

/** The values of these entries of a workflow, or of the project itself, by their keys; of a set its latest members. */
export async function readState(
  db: Database,
  { project, workflowId }: Pick<StatePlace, "project" | "workflowId">,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Json>> {
  const { rows } = await sql<{ key: string; value: Json }>`
    select key, case kind when 'value' then value else ${shownMembers} end as value from state_entries e
     where project = ${project} and workflow_id = ${workflowId} and key = any(${keys}::text[]) and ${isLive}`.execute(
    db,
  );
  return new Map(rows.map(({ key, value }) => [key, value]));
}

export interface StateEntryFilter {
  readonly workflowId?: string | null | undefined;
  /** Only entries of workflows, or only those of the project itself. */
  readonly scope?: StateScope | null | undefined;
  readonly keyPrefix?: string | null | undefined;
}

/** The entries of the database's project that have not expired, the newest first; keyed by `id`. */
export async function listStateEntries(
  db: Database,
  filter: StateEntryFilter,
  page: PageRequest,
): Promise<StateEntryRecord[]> {
  if (!canMatch(filter)) return [];
  const { workflowId, scope, keyPrefix } = filter;
  let query = entries(db)
    .select("value")
    .where(isLive)
    .orderBy("e.id", page.backward ? "asc" : "desc")
    .limit(page.limit);
  if (workflowId != null) query = query.where("workflow_id", "=", workflowId);
  if (scope != null) query = query.where("workflow_id", scope === "project" ? "=" : "<>", "");
  if (keyPrefix != null) query = query.where(sql<boolean>`starts_with(key, ${keyPrefix})`);
  if (page.after !== undefined) query = query.where("e.id", "<", Number(page.after));
  if (page.before !== undefined) query = query.where("e.id", ">", Number(page.before));
  return await query.execute();
}

/** One entry of the database's project, with the members of a set; undefined where there is none, or it has expired. */
export async function findStateEntry(
  db: Database,
  filter: { readonly workflowId: string; readonly key: string },
): Promise<StateEntryRecord | undefined> {
  if (!canMatch(filter)) return undefined;
  return await entries(db)
    .select(sql<Json>`case kind when 'value' then value else ${shownMembers} end`.as("value"))
    .where("workflow_id", "=", filter.workflowId)
    .where("key", "=", filter.key)
    .where(isLive)
    .executeTakeFirst();
}

function entries(db: Database) {
  return db
    .selectFrom("state_entries as e")
    .select(sql<string | null>`nullif(workflow_id, '')`.as("workflowId"))
    .select(["e.id", "key", "kind", "members", "bytes", "revision"])
    .select([
      "e.expires_at as expiresAt",
      "created_at as createdAt",
      "updated_at as updatedAt",
      "updated_by as updatedBy",
    ])
    .where(inProject(db, "e"));
}
