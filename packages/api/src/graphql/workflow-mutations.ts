import type { VersionRecord, WorkflowRecord } from "@tempograph/db";
import type { Problem } from "@tempograph/graph";
import { builder } from "./builder.ts";
import { ConflictError, NotFoundError, ValidationError, unwrap } from "./errors.ts";
import { WorkflowType, WorkflowVersionType } from "./node-refs.ts";
import { ProblemType } from "./problem.ts";
import { TriggerInput } from "./trigger-input.ts";

interface Saved {
  readonly workflow: WorkflowRecord;
  readonly version?: VersionRecord | undefined;
  readonly problems: readonly Problem[];
}

const savedPayload = (name: string, description: string) =>
  builder.objectRef<Saved>(name).implement({
    description,
    fields: (t) => ({
      workflow: t.field({ type: WorkflowType, description: "The workflow as it is now.", resolve: (p) => p.workflow }),
      version: t.field({
        type: WorkflowVersionType,
        nullable: true,
        description: "The version that new events start from now on, if this call published one.",
        resolve: (p) => p.version ?? null,
      }),
      problems: t.field({
        type: [ProblemType],
        description: "What is wrong with the graph; warnings alone, if it was published.",
        resolve: (p) => [...p.problems],
      }),
    }),
  });

const workflowPayload = (name: string, description: string) =>
  builder.objectRef<WorkflowRecord>(name).implement({
    description,
    fields: (t) => ({
      workflow: t.field({ type: WorkflowType, description: "The workflow as it is now.", resolve: (w) => w }),
    }),
  });

const graphDescription = "`{ nodes, edges, settings? }`, as React Flow stores it. Unknown keys are kept.";
const idDescription = "`wf_…`";

const WorkflowCreateInput = builder.inputType("WorkflowCreateInput", {
  description: "A new workflow.",
  fields: (t) => ({
    name: t.string({ required: true, description: "1 to 200 characters. Need not be unique." }),
    description: t.string({ required: false, description: "What it is for." }),
    graph: t.field({ type: "JSON", required: true, description: graphDescription }),
    triggers: t.field({ type: [TriggerInput], required: false, description: "What starts it. None: nothing does." }),
    publish: t.boolean({
      required: false,
      description: "Publish it at once; then a problem of severity `ERROR` refuses the whole call. Default false.",
    }),
  }),
});

const WorkflowSaveDraftInput = builder.inputType("WorkflowSaveDraftInput", {
  description: "A draft's new content. What is absent stays.",
  fields: (t) => ({
    id: t.id({ required: true, description: idDescription }),
    draftRevision: t.int({
      required: true,
      description: "The revision that was edited; any other is refused with REVISION_CONFLICT.",
    }),
    name: t.string({ required: false, description: "1 to 200 characters." }),
    description: t.string({ required: false, description: "What it is for. Null takes it away." }),
    graph: t.field({ type: "JSON", required: false, description: graphDescription }),
    triggers: t.field({
      type: [TriggerInput],
      required: false,
      description: "All triggers: they replace the old ones.",
    }),
  }),
});

const WorkflowPublishInput = builder.inputType("WorkflowPublishInput", {
  description: "Which workflow to publish, and what of it.",
  fields: (t) => ({
    id: t.id({ required: true, description: idDescription }),
    draftRevision: t.int({ required: false, description: "Publish only if the draft still has this revision." }),
    version: t.int({
      required: false,
      description: "Let new events start this older version again, instead of publishing the draft.",
    }),
  }),
});

const idInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ id: t.id({ required: true, description: idDescription }) }),
  });

builder.mutationFields((t) => ({
  workflowCreate: t.field({
    type: savedPayload("WorkflowCreatePayload", "The new workflow."),
    description: "Stores a new workflow as a draft, with whatever problems it has, and publishes it where asked.",
    errors: { types: [ValidationError] },
    args: { input: t.arg({ type: WorkflowCreateInput, required: true, description: "The new workflow." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.createWorkflow(input)),
  }),
  workflowSaveDraft: t.field({
    type: savedPayload("WorkflowSaveDraftPayload", "The saved draft."),
    description: "Saves a draft, with whatever problems it has. What runs and what new events start stays as it is.",
    errors: { types: [ValidationError, NotFoundError, ConflictError] },
    args: { input: t.arg({ type: WorkflowSaveDraftInput, required: true, description: "What to save." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.saveDraft(input)),
  }),
  workflowPublish: t.field({
    type: savedPayload("WorkflowPublishPayload", "The published version."),
    description:
      "Makes an immutable version of the draft; new events start it. Refused while there are errors; warnings pass and are returned.",
    errors: { types: [ValidationError, NotFoundError, ConflictError] },
    args: { input: t.arg({ type: WorkflowPublishInput, required: true, description: "What to publish." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.publishWorkflow(input)),
  }),
  workflowArchive: t.field({
    type: workflowPayload("WorkflowArchivePayload", "The archived workflow."),
    description:
      "Takes a workflow out of service: no event starts it any more. Its executions run on. Archiving again changes nothing.",
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({
        type: idInput("WorkflowArchiveInput", "Which workflow to archive."),
        required: true,
        description: "Which one.",
      }),
    },
    resolve: async (_root, { input }, { app }) => unwrap(await app.archiveWorkflow(input.id)),
  }),
  workflowDelete: t.field({
    type: builder.objectRef<{ id: string }>("WorkflowDeletePayload").implement({
      description: "The deleted workflow.",
      fields: (f) => ({
        deletedId: f.id({
          description: "Its id. `workflow(id)` and `workflows` find it no more; its executions still name it.",
          resolve: (p) => p.id,
        }),
      }),
    }),
    description: "Deletes a workflow. Its executions and their history stay, and what runs ends.",
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({
        type: idInput("WorkflowDeleteInput", "Which workflow to delete."),
        required: true,
        description: "Which one.",
      }),
    },
    resolve: async (_root, { input }, { app }) => unwrap(await app.deleteWorkflow(input.id)),
  }),
}));
