import type { WorkflowRecord } from "@tempograph/db";
import { z } from "zod";
import { withCure } from "../../http/with-cure.ts";
import type { SavedWorkflow } from "../../app/saved-workflow.ts";
import { json, moment, problemAnswer } from "./problem.ts";

const triggerAnswer = z
  .object({ id: z.string().optional(), eventType: z.string().optional(), condition: json.optional() })
  .loose()
  .meta({ id: "Trigger" });

export const workflowAnswer = z
  .object({
    id: z.string().describe("`wf_…`"),
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(["active", "archived", "deleted"]),
    draftRevision: z.int().describe("Rises with each save: give it back when you save."),
    publishedVersion: z.int().nullable().describe("What new events start. Null until first published."),
    latestVersion: z.int(),
    createdAt: moment,
    updatedAt: moment,
    graph: z.looseObject({}).describe("The draft's graph: `{ nodes, edges, settings? }`."),
    triggers: z.array(triggerAnswer).describe("The draft's triggers."),
  })
  .meta({ id: "Workflow" });

export const savedAnswer = workflowAnswer
  .extend({
    version: z.int().nullable().describe("The version that this call published."),
    problems: z.array(problemAnswer),
  })
  .meta({ id: "SavedWorkflow" });

export const versionAnswer = z
  .object({
    workflowId: z.string(),
    version: z.int(),
    graph: z.looseObject({}),
    triggers: z.array(triggerAnswer),
    definition: z.looseObject({}).describe("What an execution runs."),
    definitionHash: z.string(),
    interpreterVersion: z.int(),
    publishedAt: moment,
  })
  .meta({ id: "WorkflowVersion" });

const fieldChange = z.object({
  path: z.string(),
  kind: z.enum(["added", "removed", "changed"]),
  before: json.optional(),
  after: json.optional(),
  layout: z.boolean(),
});
const elements = z.object({
  added: z.array(z.looseObject({})),
  removed: z.array(z.looseObject({})),
  changed: z.array(z.looseObject({ id: z.string(), changes: z.array(fieldChange), layout: z.boolean() })),
  reordered: z.boolean(),
});
export const diffAnswer = z
  .object({
    identical: z.boolean(),
    sameMeaning: z.boolean(),
    nodes: elements,
    edges: elements,
    triggers: elements,
    settings: z.array(fieldChange),
    other: z.array(fieldChange),
  })
  .meta({ id: "WorkflowDiff" });

export function workflowJson({ draft, ...workflow }: WorkflowRecord) {
  return { ...workflow, graph: draft.graph, triggers: draft.triggers };
}

export function savedJson({ workflow, version, problems }: SavedWorkflow) {
  return { ...workflowJson(workflow), version: version?.version ?? null, problems: problems.map(withCure) };
}
