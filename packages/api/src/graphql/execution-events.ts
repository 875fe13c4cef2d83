import { findSteps, type UpdateRecord } from "@tempograph/db";
import { isClosing } from "../live/is-closing.ts";
import { updateAnswer, updateJson } from "../operations/answers/execution.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { ExecutionType, StepType } from "./node-refs.ts";
import { answerFields } from "./zod-types.ts";

builder.objectRef<UpdateRecord>("ExecutionUpdate").implement({
  description: graphqlMeta(updateAnswer).description!,
  fields: (t) => ({
    ...answerFields(t, updateAnswer.omit({ executionId: true }), updateJson),
    closing: t.boolean({
      description:
        "Whether the execution has ended. The subscription ends after this update and those that were stored with it.",
      resolve: isClosing,
    }),
    execution: t.field({
      type: ExecutionType,
      description: "The execution as it is now.",
      resolve: (u) => u.executionId,
    }),
    step: t.field({
      type: StepType,
      nullable: true,
      description: "The step as it is now.",
      resolve: async ({ executionId, path }, _args, { deps }) =>
        path === null ? null : ((await findSteps(deps.db, [{ executionId, path }]))[0] ?? null),
    }),
  }),
});
