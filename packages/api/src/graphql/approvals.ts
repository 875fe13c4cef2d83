import type { ApprovalRecord } from "@tempograph/db";
import { approvalAnswer, approvalJson } from "../operations/answers/approval.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { ExecutionType, StepType } from "./node-refs.ts";
import { answerFields } from "./zod-types.ts";

builder.objectRef<ApprovalRecord>("Approval").implement({
  description: graphqlMeta(approvalAnswer).description!,
  fields: (t) => ({
    ...answerFields(t, approvalAnswer.omit({ executionId: true, status: true }), (approval, { caller }) =>
      approvalJson(approval, caller),
    ),
    execution: t.field({
      type: ExecutionType,
      description: "The execution that the step belongs to.",
      resolve: (a) => a.executionId,
    }),
    step: t.field({ type: StepType, description: "The step. `approvalDecide` needs its path.", resolve: (a) => a }),
  }),
});
