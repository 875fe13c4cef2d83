import type { WorkflowRecord } from "@tempograph/db";
import { z } from "zod";
import { withCure } from "../../http/with-cure.ts";
import type { SavedWorkflow } from "../../app/saved-workflow.ts";
import { answer, choice } from "../fields.ts";
import { any, moment, object, problemAnswer } from "./problem.ts";

export const triggerAnswer = answer(
  "Trigger",
  "A trigger of a workflow. The first trigger that matches an event starts the workflow, once.",
  {
    id: z.string().optional().describe("The id, which is unique in the workflow."),
    eventType: z
      .string()
      .optional()
      .describe(
        "The CloudEvents `type` that the event must have: `order.created`, or `order.*` for all types that begin with `order.`. Null or `*`: every type.",
      ),
    source: z
      .string()
      .optional()
      .describe("The CloudEvents `source` that the event must have. Null: every source that callers can name."),
    config: object.optional().describe("What the trigger's own source needs to know. Null for the kind `event`."),
    condition: any
      .optional()
      .describe(
        "The condition for the event: JSONLogic, in which the payload's fields are at the top level, or one template `{{ … }}`. Null: every event.",
      ),
    when: object
      .optional()
      .describe(
        "What has to hold beyond the condition: `{ time?, history?, state?, lookup? }`. Null: nothing. Whoever saves a draft that was read sends it back with the rest.",
      ),
  },
  { loose: true },
);

export const workflowAnswer = answer(
  "Workflow",
  "A named definition that users edit: triggers and a graph. It has a draft and immutable published versions.",
  {
    id: z.string().describe("`wf_…`"),
    name: z.string().describe("The name, which need not be unique."),
    description: z.string().nullable().describe("The purpose of the workflow."),
    key: z.string().nullable().describe("The key by which files name the workflow, such as `sales/hot-leads`."),
    status: choice("WorkflowStatus", "The status of a workflow.", {
      active: "Events start it when it is published.",
      archived: "No event starts it and it cannot be changed. Its executions stay.",
      deleted: "In no list any more. It is kept only for its executions.",
    }).describe("The status."),
    draftRevision: z
      .int()
      .describe(
        "A number that rises with each save. Send it with `workflowSaveDraft`, so that no other person's changes are overwritten.",
      ),
    publishedVersion: z
      .int()
      .nullable()
      .describe("The version that new events start. Null until the workflow is first published."),
    latestVersion: z.int().describe("The number of the newest version; 0 if there is none."),
    createdAt: moment.describe("When it was created."),
    updatedAt: moment.describe("When it was last saved, published or archived."),
    graph: object.describe("The draft's graph, as it was saved: `{ nodes, edges, settings? }`."),
    triggers: z.array(triggerAnswer).describe("The draft's triggers."),
  },
);

export const savedAnswer = workflowAnswer
  .extend({
    version: z.int().nullable().describe("The version that this call published, if it published one."),
    problems: z.array(problemAnswer),
  })
  .meta({ id: "SavedWorkflow" });

export const versionAnswer = answer(
  "WorkflowVersion",
  "A version of a workflow. It never changes, and an execution keeps the version with which it started.",
  {
    workflowId: z.string(),
    version: z.int(),
    graph: object.describe("The graph as it was published."),
    triggers: z.array(triggerAnswer).describe("The triggers."),
    definition: object.describe(
      "The definition that executions run: the graph together with everything that could change later, such as node types.",
    ),
    definitionHash: z.string().describe("The hash of `definition`."),
    interpreterVersion: z.int().describe("The version of the interpreter's rules that its executions follow."),
    publishedAt: moment
      .nullable()
      .describe(
        "When it was first published. Null if it was stored for an execution that ran the draft; no event starts such a version.",
      ),
    note: z.string().nullable().describe("What has changed, in the words of whoever published it first."),
  },
);

export const openExecutionsAnswer = answer("OpenExecutions", "The open executions of a version.", {
  version: z.int().describe("The number of the version."),
  count: z.int().describe("How many of its executions have not ended."),
});

export const fieldChangeAnswer = answer("FieldChange", "A field that differs.", {
  path: z.string().describe("JSON Pointer into the node, edge, trigger or graph: `/data/url`."),
  kind: choice("FieldChangeKind", "How a field differs.", {
    added: "Only the newer version has it.",
    removed: "Only the older version has it.",
    changed: "Both versions have it, with different values.",
  }).describe("How it differs."),
  before: any.optional().describe("The value in the older version. Null if the field was added."),
  after: any.optional().describe("The value in the newer version. Null if the field was removed."),
  layout: z
    .boolean()
    .describe("Whether the field concerns only the picture, such as the position of a node. Executions do the same."),
});

export const elementChangeAnswer = answer(
  "ElementChange",
  "A node, edge or trigger that both versions have, and its differences.",
  {
    id: z.string().describe("The id. If an edge was drawn again and has two ids, one of them."),
    before: object.describe("The whole element in the older version."),
    after: object.describe("The whole element in the newer version."),
    changes: z.array(fieldChangeAnswer).describe("The fields that differ, ordered by path."),
    layout: z.boolean().describe("Whether all changes concern only the picture."),
  },
);

const elementsDiff = (name: string, what: string, of: string, item: z.ZodObject, order: string) =>
  answer(name, `The ${what} that differ.`, {
    added: z.array(item).describe(`${of} that only the newer version has.`),
    removed: z.array(item).describe(`${of} that only the older version has.`),
    changed: z.array(elementChangeAnswer).describe(`${of} that both versions have and that differ.`),
    reordered: z.boolean().describe(order),
  });

const firing = "Whether their order differs. It is the order in which nodes fire.";
export const nodesDiffAnswer = elementsDiff("NodesDiff", "nodes", "nodes", object, firing);
export const edgesDiffAnswer = elementsDiff("EdgesDiff", "edges", "edges", object, firing);
export const triggersDiffAnswer = elementsDiff(
  "TriggersDiff",
  "triggers",
  "Those",
  triggerAnswer,
  "Whether they are evaluated in a different order.",
);

export const diffAnswer = answer("WorkflowDiff", "The differences between two versions of a workflow.", {
  identical: z.boolean().describe("Whether nothing differs, not even the picture."),
  sameMeaning: z
    .boolean()
    .describe("Whether only the picture differs, so that executions of both versions do the same."),
  nodes: nodesDiffAnswer.describe("The differences of the nodes, which are compared by id."),
  edges: edgesDiffAnswer.describe(
    "The differences of the edges, which are compared by the nodes and ports that they connect.",
  ),
  triggers: triggersDiffAnswer.describe("The differences of the triggers, which are compared by id."),
  settings: z.array(fieldChangeAnswer).describe("The differences of the graph's settings."),
  other: z
    .array(fieldChangeAnswer)
    .describe("The differences of the graph's other keys, such as React Flow's viewport."),
});

export function workflowJson({ draft, fingerprint: _, ...workflow }: WorkflowRecord) {
  return { ...workflow, graph: draft.graph, triggers: draft.triggers };
}

export function savedJson({ workflow, version, problems }: SavedWorkflow) {
  return { ...workflowJson(workflow), version: version?.version ?? null, problems: problems.map(withCure) };
}
