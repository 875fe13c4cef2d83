import type { ExplainedOutcome } from "../app/outcomes/explain-outcomes.ts";
import { outcomeAnswer } from "../operations/answers/outcome.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { ExecutionType, WorkflowType } from "./node-refs.ts";
import { answerFields } from "./zod-types.ts";

builder.objectRef<ExplainedOutcome>("EventOutcome").implement({
  description: graphqlMeta(outcomeAnswer).description!,
  fields: (t) => ({
    ...answerFields(t, outcomeAnswer.omit({ workflowId: true, executionId: true })),
    workflow: t.field({ type: WorkflowType, description: "The workflow.", resolve: (o) => o.workflowId }),
    execution: t.field({
      type: ExecutionType,
      nullable: true,
      description: outcomeAnswer.shape.executionId.description!,
      resolve: (o) => o.executionId,
    }),
  }),
});
