import type { UpdateRecord } from "@tempograph/db";
import { isClosing } from "../live/is-closing.ts";
import { updateAnswer, updateJson } from "../operations/answers/execution.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { ExecutionType, StepType } from "./node-refs.ts";
import { sharedRows } from "./shared-rows.ts";
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
      // Without a row the loader says that there is none.
      resolve: async ({ executionId }, _args, { deps }) =>
        (await sharedRows(deps.db).execution(executionId)) ?? executionId,
    }),
    step: t.field({
      type: StepType,
      nullable: true,
      description: "The step as it is now.",
      resolve: async ({ executionId, path }, _args, { deps }) =>
        path === null ? null : await sharedRows(deps.db).step({ executionId, path }),
    }),
  }),
});
