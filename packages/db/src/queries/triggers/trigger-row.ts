import type { JsonObject, When } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import { isStorable } from "../storable.ts";

/** What keeps a trigger from working, for people. */
export interface TriggerProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** RFC 3339: since when. */
  readonly at: string;
}

/** A trigger of the published version of a workflow. */
export interface TriggerRow {
  readonly project: string;
  readonly workflowId: string;
  readonly triggerId: string;
  readonly kind: string;
  /** The `source` of the events that its own source makes; null for the kinds that have none. */
  readonly source: string | null;
  /** Of the workflow. */
  readonly version: number;
  readonly config: JsonObject;
  /** The trigger's `when`. */
  readonly conditions: When | null;
  /** `ended`: it is in no published version any more, and goes when the outside has followed. */
  readonly status: "active" | "paused" | "ended";
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  /** Rises with each change that the outside has to follow. */
  readonly revision: number;
  readonly syncedRevision: number;
  /** What the kind keeps: a cursor, a position. */
  readonly state: JsonObject;
  readonly problem: TriggerProblem | null;
  readonly nextAt: Date | null;
  /** Syncs that have failed in a row. */
  readonly attempts: number;
}

/** A row of the table. A trigger that gets another kind is another row, so that the old kind can end what it has outside. */
export type TriggerKey = Pick<TriggerRow, "workflowId" | "triggerId" | "kind">;

/** What a `TriggerRow` is read from. */
export const triggerColumns = [
  "project",
  "workflow_id as workflowId",
  "trigger_id as triggerId",
  "kind",
  "source",
  "version",
  "config",
  "conditions",
  "status",
  "paused_at as pausedAt",
  "paused_by as pausedBy",
  "revision",
  "synced_revision as syncedRevision",
  "state",
  "problem",
  "next_at as nextAt",
  "attempts",
] as const;

/** The triggers of these workflows that are active or paused, in the order of their ids. */
export async function findTriggers(db: Database, workflowIds: readonly string[]): Promise<TriggerRow[]> {
  const storable = workflowIds.filter(isStorable);
  if (storable.length === 0) return [];
  return await db
    .selectFrom("workflow_triggers")
    .select(triggerColumns)
    .where("workflow_id", "in", storable)
    .where("status", "<>", "ended")
    .where(inProject(db, "workflow_triggers"))
    .orderBy("workflow_id")
    .orderBy("trigger_id")
    .$castTo<TriggerRow>()
    .execute();
}

/** The triggers of a kind that are active or paused in the project, without those of one workflow. */
export async function listTriggersBeside(
  db: Database,
  workflowId: string,
  kind: string,
): Promise<readonly { readonly config: JsonObject }[]> {
  return await db
    .selectFrom("workflow_triggers")
    .select("config")
    .where(inProject(db, "workflow_triggers"))
    .where("workflow_id", "<>", workflowId)
    .where("kind", "=", kind)
    .where("status", "<>", "ended")
    .execute();
}

/** The triggers that make events with this source. More than one if several workflows share the address. */
export async function findTriggersBySource(db: Database, project: string, source: string): Promise<TriggerRow[]> {
  if (!isStorable(source)) return [];
  return await db
    .selectFrom("workflow_triggers")
    .select(triggerColumns)
    .where("project", "=", project)
    .where("source", "=", source)
    .where("status", "<>", "ended")
    .where(inProject(db, "workflow_triggers"))
    .orderBy("workflow_id")
    .$castTo<TriggerRow>()
    .execute();
}
