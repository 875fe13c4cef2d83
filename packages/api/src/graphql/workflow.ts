import type { WorkflowRecord } from "@tempograph/db";
import { triggerKind, type Trigger } from "@tempograph/graph";
import { ok, orRefused } from "../app/app-error.ts";
import { whyNot } from "../app/outcomes/why-not.ts";
import { knownParts } from "../app/known-parts.ts";
import { triggerAnswer, versionAnswer, workflowAnswer, workflowJson } from "../operations/answers/workflow.ts";
import { workflowVersions } from "../operations/workflows/read.ts";
import { workflowSentences } from "../operations/workflows/sentences.ts";
import { perform } from "../operations/perform.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import { ProblemType } from "./failure-and-problem.ts";
import { WorkflowType, WorkflowVersionType } from "./node-refs.ts";
import { unwrapOrRequestError } from "./request-error.ts";
import { answerFields } from "./zod-types.ts";

builder.objectRef<Trigger>("Trigger").implement({
  description: graphqlMeta(triggerAnswer).description!,
  fields: (t) => ({
    kind: t.string({ description: "The kind of the trigger, such as `event`.", resolve: triggerKind }),
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
      description:
        "The problems that publishing the draft would report. They are computed when this field is requested.",
      resolve: async ({ id, name, draft }, _args, { deps, caller }) => {
        const parts = await knownParts(deps.db, draft);
        const checked = await orRefused(async () =>
          ok(await deps.compute.session(caller, (run) => run("checkDraft", draft, parts, { id, name }))),
        );
        return [...unwrapOrRequestError(checked).problems];
      },
    }),
    publishedVersion: t.field({
      type: WorkflowVersionType,
      nullable: true,
      description: "The version that new events start. Null until the workflow is first published.",
      resolve: (w) => (w.publishedVersion === null ? null : `${w.id}:${String(w.publishedVersion)}`),
    }),
    whyNot: t.field({
      type: "WhyNot" as never,
      args: { eventId: t.arg.id({ required: true, description: "The event's id, `evt_…`." }) },
      description: "Why an event did or did not start this workflow.",
      resolve: async ({ id }, { eventId }, { deps, caller }): Promise<never> =>
        unwrapOrRequestError(
          await orRefused(() => whyNot(deps, caller, { workflowId: id, eventId: String(eventId) })),
        ) as never,
    }),
    sentences: t.field({
      type: "WorkflowSentences" as never,
      args: {
        version: t.arg.string({ description: "A version's number, `DRAFT` or `PUBLISHED`. Default: the draft." }),
      },
      description: "The workflow as text that people read and change, line by line.",
      resolve: async ({ id }, { version }, context): Promise<never> =>
        unwrapOrRequestError(await perform(workflowSentences, context, { workflowId: id, version })) as never,
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
      description: "The workflow.",
      resolve: (v) => v.workflowId,
    }),
  }),
});
