import type { WorkflowRecord } from "@tempograph/db";
import { z } from "zod";
import { withCure } from "../../http/with-cure.ts";
import type { SavedWorkflow } from "../../app/saved-workflow.ts";
import { answer, choice } from "../fields.ts";
import { any, moment, object, problemAnswer } from "./problem.ts";

export const triggerAnswer = answer(
  "Trigger",
  "What starts a workflow: the first of its triggers that matches an event, once.",
  {
    id: z.string().optional().describe("Unique in the workflow."),
    eventType: z
      .string()
      .optional()
      .describe(
        "CloudEvents `type` that the event must have: `order.created`, or `order.*` for all that begin so. Null or `*`: every type.",
      ),
    condition: any
      .optional()
      .describe(
        "JSONLogic over the event, where the payload's own fields stand at the top, or one template `{{ … }}`. Null: every event.",
      ),
  },
  { loose: true },
);

export const workflowAnswer = answer(
  "Workflow",
  "A named definition that a user edits: triggers and a graph. Has a draft and immutable published versions.",
  {
    id: z.string().describe("`wf_…`"),
    name: z.string().describe("What people call it. Need not be unique."),
    description: z.string().nullable().describe("What it is for."),
    status: choice("WorkflowStatus", "Whether a workflow takes events.", {
      active: "Takes events once it is published.",
      archived: "Takes neither events nor changes; its executions stay.",
      deleted: "Gone from every list; kept for its executions alone.",
    }).describe("Whether it takes events."),
    draftRevision: z
      .int()
      .describe("Rises with each save: give it to `workflowSaveDraft`, so that nobody's work is overwritten unseen."),
    publishedVersion: z.int().nullable().describe("What new events start. Null until first published."),
    latestVersion: z.int().describe("Number of the newest version; 0 where there is none."),
    createdAt: moment.describe("When it was created."),
    updatedAt: moment.describe("When it was last saved, published or archived."),
    graph: object.describe("The draft's graph, as it was saved: `{ nodes, edges, settings? }`."),
    triggers: z.array(triggerAnswer).describe("The draft's triggers."),
  },
);

export const savedAnswer = workflowAnswer
  .extend({
    version: z.int().nullable().describe("The version that this call published."),
    problems: z.array(problemAnswer),
  })
  .meta({ id: "SavedWorkflow" });

export const versionAnswer = answer(
  "WorkflowVersion",
  "A version of a workflow. Never changes; a running execution keeps the one it started with.",
  {
    workflowId: z.string(),
    version: z.int(),
    graph: object.describe("The graph as it was published."),
    triggers: z.array(triggerAnswer).describe("What starts it."),
    definition: object.describe("What an execution runs: the graph with everything frozen that could change later."),
    definitionHash: z.string().describe("Hash of `definition`."),
    interpreterVersion: z.int().describe("The rules that its executions follow."),
    publishedAt: moment
      .nullable()
      .describe(
        "When it was first published. Null: it was kept for an execution that ran the draft, and no event starts it.",
      ),
  },
);

export const fieldChangeAnswer = answer("FieldChange", "One field that differs.", {
  path: z.string().describe("JSON Pointer into the node, edge, trigger or graph: `/data/url`."),
  kind: choice("FieldChangeKind", "How a field differs.", {
    added: "Only the newer one has it.",
    removed: "Only the older one has it.",
    changed: "Both have it, with another value.",
  }).describe("How it differs."),
  before: any.optional().describe("Its value in the older one; null where it was added."),
  after: any.optional().describe("Its value in the newer one; null where it was removed."),
  layout: z
    .boolean()
    .describe("Only the picture: where a node stands, what an edge looks like. Executions do the same."),
});

export const elementChangeAnswer = answer(
  "ElementChange",
  "A node, edge or trigger that both have, and what of it differs.",
  {
    id: z.string().describe("Its id; of an edge that was drawn anew one of its two."),
    before: object.describe("The older one, whole."),
    after: object.describe("The newer one, whole."),
    changes: z.array(fieldChangeAnswer).describe("Each field that differs, ordered by path."),
    layout: z.boolean().describe("All its changes are."),
  },
);

const elementsDiff = (name: string, what: string, of: string, item: z.ZodObject, order: string) =>
  answer(name, `Which ${what} differ.`, {
    added: z.array(item).describe(`${of} that only the newer one has.`),
    removed: z.array(item).describe(`${of} that only the older one has.`),
    changed: z.array(elementChangeAnswer).describe(`${of} that both have and that differ.`),
    reordered: z.boolean().describe(order),
  });

const firing = "They stand in another order, which is the order in which they fire.";
export const nodesDiffAnswer = elementsDiff("NodesDiff", "nodes", "nodes", object, firing);
export const edgesDiffAnswer = elementsDiff("EdgesDiff", "edges", "edges", object, firing);
export const triggersDiffAnswer = elementsDiff(
  "TriggersDiff",
  "triggers",
  "Those",
  triggerAnswer,
  "They are asked in another order.",
);

export const diffAnswer = answer("WorkflowDiff", "What lies between two versions of a workflow.", {
  identical: z.boolean().describe("Nothing differs, not even the picture."),
  sameMeaning: z.boolean().describe("Whatever differs is layout: executions of both do the same."),
  nodes: nodesDiffAnswer.describe("Their nodes, by id."),
  edges: edgesDiffAnswer.describe("Their edges, by what they join."),
  triggers: triggersDiffAnswer.describe("What starts them, by id."),
  settings: z.array(fieldChangeAnswer).describe("The graph's settings."),
  other: z.array(fieldChangeAnswer).describe("The graph's other keys, such as React Flow's viewport."),
});

export function workflowJson({ draft, fingerprint: _, ...workflow }: WorkflowRecord) {
  return { ...workflow, graph: draft.graph, triggers: draft.triggers };
}

export function savedJson({ workflow, version, problems }: SavedWorkflow) {
  return { ...workflowJson(workflow), version: version?.version ?? null, problems: problems.map(withCure) };
}
