import type { Graph, JsonObject, Trigger } from "@tempograph/graph";

/** A workflow as its row holds it. */
export interface WorkflowRecord {
  readonly id: string;
  readonly name: string;
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
