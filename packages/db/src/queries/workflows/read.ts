import type { Graph, JsonObject, Trigger } from "@tempograph/graph";
import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { PageRequest } from "../page.ts";
import { canMatch, isStorable } from "../storable.ts";
import { inProject } from "../../projects/project-scope.ts";

/** A workflow as its row holds it. */
export interface WorkflowRecord {
  readonly id: string;
  readonly name: string;
  /** By which files name it; null if none does. Unique in the project among those that are not deleted. */
  readonly key: string | null;
  readonly description: string | null;
  readonly status: "active" | "archived" | "deleted";
  readonly draft: WorkflowDraft;
  /** Rises with each save: the optimistic lock of editors. */
  readonly draftRevision: number;
  /** Version that new events start; null until first published. */
  readonly publishedVersion: number | null;
  readonly latestVersion: number;
  /** What was sent to create it, as a hash; null without an idempotency key. */
  readonly fingerprint: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What an editor saves: the graph as it was sent (unknown keys kept), and what starts it. */
export interface WorkflowDraft {
  readonly graph: Graph | JsonObject;
  readonly triggers: readonly Trigger[];
}

/** What a `WorkflowRecord` is read from. */
export const workflowColumns = [
  "id",
  "name",
  "key",
  "description",
  "status",
  "draft",
  "draft_revision as draftRevision",
  "published_version as publishedVersion",
  "latest_version as latestVersion",
  "fingerprint",
  "created_at as createdAt",
  "updated_at as updatedAt",
] as const;

/** The workflows with these ids, in any order; deleted ones only where asked for (their executions still name them). */
export async function findWorkflows(
  db: Database,
  ids: readonly string[],
  options: { readonly withDeleted?: boolean } = {},
): Promise<WorkflowRecord[]> {
  const storable = ids.filter(isStorable);
  if (storable.length === 0) return [];
  let query = db
    .selectFrom("workflows")
    .select(workflowColumns)
    .where("id", "in", storable)
    .where(inProject(db, "workflows"));
  if (options.withDeleted !== true) query = query.where("status", "<>", "deleted");
  return await query.$castTo<WorkflowRecord>().execute();
}

export interface WorkflowFilter {
  readonly archived?: boolean | undefined;
  readonly key?: string | undefined;
  /** Part of the name, whatever its case. */
  readonly search?: string | undefined;
}

/** The newest first; keyed by id, since a page's last workflow may be deleted but its row stays. */
export async function listWorkflows(
  db: Database,
  filter: WorkflowFilter,
  page: PageRequest,
): Promise<WorkflowRecord[]> {
  if (!canMatch(filter)) return [];
  const direction = page.backward ? "asc" : "desc";
  let query = db
    .selectFrom("workflows")
    .select(workflowColumns)
    .where("status", "<>", "deleted")
    .where(inProject(db, "workflows"))
    .orderBy("created_at", direction)
    .orderBy("id", direction)
    .limit(page.limit);
  if (filter.archived !== undefined) query = query.where("status", "=", filter.archived ? "archived" : "active");
  if (filter.key !== undefined) query = query.where("key", "=", filter.key);
  if (filter.search) query = query.where(sql<boolean>`strpos(lower(name), lower(${filter.search})) > 0`);
  const place = (id: string) =>
    sql`(select w.created_at, w.id from workflows w where w.id = ${id} and ${inProject(db, "w")})`;
  if (page.after !== undefined) query = query.where(sql<boolean>`(created_at, id) < ${place(page.after)}`);
  if (page.before !== undefined) query = query.where(sql<boolean>`(created_at, id) > ${place(page.before)}`);
  return await query.$castTo<WorkflowRecord>().execute();
}

/** The workflow under its row's lock, for the rest of the transaction; undefined where there is none or it was deleted. */
export async function lockWorkflow(db: Database, id: string): Promise<WorkflowRecord | undefined> {
  if (!isStorable(id)) return undefined;
  return await db
    .selectFrom("workflows")
    .select(workflowColumns)
    .where("id", "=", id)
    .where("status", "<>", "deleted")
    .where(inProject(db, "workflows"))
    .forUpdate()
    .$castTo<WorkflowRecord>()
    .executeTakeFirst();
}
