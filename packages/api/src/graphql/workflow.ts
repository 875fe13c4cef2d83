import type { WorkflowRecord } from "@tempograph/db";
import { triggerKind, type Trigger } from "@tempograph/graph";
import { checkDraft } from "../app/check-draft.ts";
import { knownNodeTypes } from "../app/known-node-types.ts";
import { triggerAnswer, versionAnswer, workflowAnswer, workflowJson } from "../operations/answers/workflow.ts";
import { workflowVersions } from "../operations/workflows/read.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import { ProblemType } from "./failure-and-problem.ts";
import { WorkflowType, WorkflowVersionType } from "./node-refs.ts";
import { answerFields } from "./zod-types.ts";

builder.objectRef<Trigger>("Trigger").implement({
  description: graphqlMeta(triggerAnswer).description!,
  fields: (t) => ({
    kind: t.string({ description: "What it listens to: `event`.", resolve: triggerKind }),
    ...answerFields(t, triggerAnswer),
  }),
});

WorkflowType.implement({
  description: graphqlMeta(workflowAnswer).description!,
  isTypeOf: (value) => typeof value === "object" && value !== null && "draftRevision" in value,
  fields: (t) => ({
    ...answerFields(t, workflowAnswer.omit({ id: true, publishedVersion: true }), workflowJson),
    problems: t.field({
      type: [ProblemType],
      description: "What is wrong with the draft, as publishing would see it. Computed when asked for.",
      resolve: async (w, _args, { deps }) => [...checkDraft(w.draft, await knownNodeTypes(deps.db), w).problems],
    }),
    publishedVersion: t.field({
      type: WorkflowVersionType,
      nullable: true,
      description: "What new events start. Null until first published.",
      resolve: (w) => (w.publishedVersion === null ? null : `${w.id}:${String(w.publishedVersion)}`),
    }),
    versions: connectionField(t, workflowVersions, {}, ({ id }: WorkflowRecord) => ({ id })),
  }),
});

WorkflowVersionType.implement({
  description: graphqlMeta(versionAnswer).description!,
  isTypeOf: (value) => typeof value === "object" && value !== null && "definitionHash" in value,
  fields: (t) => ({
    ...answerFields(t, versionAnswer.omit({ workflowId: true, version: true })),
    number: t.int({ description: "1, 2, 3 …", resolve: (v) => v.version }),
    workflow: t.field({
      type: WorkflowType,
      description: "The workflow it is a version of.",
      resolve: (v) => v.workflowId,
    }),
  }),
});
