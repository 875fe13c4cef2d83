import type { WorkflowRecord } from "@tempograph/db";
import type { Problem } from "@tempograph/graph";
import { builder } from "./builder.ts";
import { WorkflowConnection } from "./connections.ts";
import { connectionOf } from "./connection.ts";
import { NotFoundError, unwrap } from "./errors.ts";
import { WorkflowType, WorkflowVersionType } from "./node-refs.ts";
import { ProblemType } from "./problem.ts";
import { TriggerInput } from "./trigger-input.ts";

const ValidateGraphPayload = builder
  .objectRef<{ publishable: boolean; problems: readonly Problem[] }>("ValidateGraphPayload")
  .implement({
    description: "What publishing would say.",
    fields: (t) => ({
      publishable: t.exposeBoolean("publishable", { description: "No problem of severity `ERROR`." }),
      problems: t.field({
        type: [ProblemType],
        description: "All problems, errors first.",
        resolve: (p) => [...p.problems],
      }),
    }),
  });

builder.queryFields((t) => ({
  workflow: t.field({
    type: WorkflowType,
    nullable: true,
    description: "The workflow with this id. Null where there is none.",
    args: { id: t.arg.id({ required: true, description: "`wf_…`" }) },
    resolve: (_root, { id }, { app }) => app.getWorkflow(id),
  }),
  workflows: t.connection(
    {
      type: WorkflowType,
      description: "Workflows, the newest first.",
      args: {
        archived: t.arg.boolean({
          required: false,
          description: "true: only archived ones; false: only active ones; absent: both.",
        }),
        search: t.arg.string({ required: false, description: "Part of the name, whatever its case." }),
      },
      resolve: (_root, args, { app }) =>
        connectionOf(
          args,
          "id",
          (w: WorkflowRecord) => w.id,
          (page) => app.listWorkflows({ archived: args.archived ?? undefined, search: args.search ?? undefined }, page),
        ),
    },
    WorkflowConnection,
  ),
  workflowVersion: t.field({
    type: WorkflowVersionType,
    description: "One published version.",
    errors: { types: [NotFoundError] },
    args: {
      workflowId: t.arg.id({ required: true, description: "`wf_…`" }),
      version: t.arg.int({ required: true, description: "1, 2, 3 …" }),
    },
    resolve: async (_root, { workflowId, version }, { app }) => unwrap(await app.getVersion(workflowId, version)),
  }),
  validateGraph: t.field({
    type: ValidateGraphPayload,
    description: "What is wrong with a graph, without saving it.",
    args: {
      graph: t.arg({ type: "JSON", required: true, description: "`{ nodes, edges, settings? }`" }),
      triggers: t.arg({ type: [TriggerInput], required: false, description: "Checked with it." }),
    },
    resolve: (_root, { graph, triggers }, { app }) => app.validateDraft({ graph, triggers: triggers ?? [] }),
  }),
}));
