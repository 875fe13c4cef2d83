import { triggerKind, type Trigger } from "@tempograph/graph";
import type { WorkflowRecord } from "@tempograph/db";
import { checkDraft } from "../app/check-draft.ts";
import { knownNodeTypes } from "../app/known-node-types.ts";
import { workflowVersions } from "../operations/workflows/read.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import { ProblemType } from "./problem.ts";
import { WorkflowType, WorkflowVersionType } from "./node-refs.ts";

const WorkflowStatus = builder.enumType("WorkflowStatus", {
  description: "Whether a workflow takes events.",
  values: {
    ACTIVE: { value: "active", description: "Takes events once it is published." },
    ARCHIVED: { value: "archived", description: "Takes neither events nor changes; its executions stay." },
    DELETED: { value: "deleted", description: "Gone from every list; kept for its executions alone." },
  } as const,
});

export const TriggerType = builder.objectRef<Trigger>("Trigger").implement({
  description: "What starts a workflow: the first of its triggers that matches an event, once.",
  fields: (t) => ({
    kind: t.string({ description: "What it listens to: `event`.", resolve: triggerKind }),
    id: t.string({ nullable: true, description: "Unique in the workflow.", resolve: (trigger) => trigger.id ?? null }),
    eventType: t.string({
      nullable: true,
      description:
        "CloudEvents `type` that the event must have: `order.created`, or `order.*` for all that begin so. Null or `*`: every type.",
      resolve: (trigger) => trigger.eventType ?? null,
    }),
    condition: t.field({
      type: "JSON",
      nullable: true,
      description:
        "JSONLogic over the event, where the payload's own fields stand at the top, or one template `{{ … }}`. Null: every event.",
      resolve: (trigger) => trigger.condition ?? null,
    }),
  }),
});

WorkflowType.implement({
  description:
    "A named definition that a user edits: triggers and a graph. Has a draft and immutable published versions.",
  isTypeOf: (value) => typeof value === "object" && value !== null && "draftRevision" in value,
  fields: (t) => ({
    name: t.exposeString("name", { description: "What people call it. Need not be unique." }),
    description: t.exposeString("description", { nullable: true, description: "What it is for." }),
    status: t.field({ type: WorkflowStatus, description: "Whether it takes events.", resolve: (w) => w.status }),
    graph: t.field({
      type: "JSON",
      description: "The draft's graph, as it was saved: `{ nodes, edges, settings? }`.",
      resolve: (w) => w.draft.graph,
    }),
    triggers: t.field({
      type: [TriggerType],
      description: "The draft's triggers.",
      resolve: (w) => [...w.draft.triggers],
    }),
    draftRevision: t.exposeInt("draftRevision", {
      description: "Rises with each save: give it to `workflowSaveDraft`, so that nobody's work is overwritten unseen.",
    }),
    problems: t.field({
      type: [ProblemType],
      description: "What is wrong with the draft, as publishing would see it. Computed when asked for.",
      resolve: async (w, _args, { deps }) => [...checkDraft(w.draft, await knownNodeTypes(deps.db)).problems],
    }),
    publishedVersion: t.field({
      type: WorkflowVersionType,
      nullable: true,
      description: "What new events start. Null until first published.",
      resolve: (w) => (w.publishedVersion === null ? null : `${w.id}:${String(w.publishedVersion)}`),
    }),
    latestVersion: t.exposeInt("latestVersion", {
      description: "Number of the newest version; 0 where there is none.",
    }),
    versions: connectionField(t, workflowVersions, {}, ({ id }: WorkflowRecord) => ({ id })),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was created." }),
    updatedAt: t.expose("updatedAt", {
      type: "DateTime",
      description: "When it was last saved, published or archived.",
    }),
  }),
});

WorkflowVersionType.implement({
  description: "A published version of a workflow. Never changes; a running execution keeps the one it started with.",
  isTypeOf: (value) => typeof value === "object" && value !== null && "definitionHash" in value,
  fields: (t) => ({
    number: t.int({ description: "1, 2, 3 …", resolve: (v) => v.version }),
    workflow: t.field({
      type: WorkflowType,
      description: "The workflow it is a version of.",
      resolve: (v) => v.workflowId,
    }),
    graph: t.field({ type: "JSON", description: "The graph as it was published.", resolve: (v) => v.graph }),
    triggers: t.field({ type: [TriggerType], description: "What starts it.", resolve: (v) => [...v.triggers] }),
    definition: t.field({
      type: "JSON",
      description: "What an execution runs: the graph with everything frozen that could change later.",
      resolve: (v) => v.definition,
    }),
    definitionHash: t.exposeString("definitionHash", { description: "Hash of `definition`." }),
    interpreterVersion: t.exposeInt("interpreterVersion", {
      description: "The rules that its executions follow.",
    }),
    publishedAt: t.expose("publishedAt", { type: "DateTime", description: "When it was published." }),
  }),
});
