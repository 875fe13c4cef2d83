import type { BulkItemRecord, BulkJobRecord } from "@tempograph/db";
import { bulkItemAnswer, bulkJobAnswer } from "../operations/answers/bulk.ts";
import { bulkItems } from "../operations/bulk/bulk.ts";
import { bulkOutcome } from "../operations/bulk/bulk-input.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import { BulkJobType, ExecutionType } from "./node-refs.ts";
import { answerFields, enumType } from "./zod-types.ts";

builder.objectRef<BulkItemRecord>("BulkItem").implement({
  description: graphqlMeta(bulkItemAnswer).description!,
  fields: (t) => ({
    ...answerFields(t, bulkItemAnswer.omit({ ordinal: true, executionId: true, result: true })),
    execution: t.field({ type: ExecutionType, description: "The execution.", resolve: (i) => i.executionId }),
    result: t.field({
      type: ExecutionType,
      nullable: true,
      description: "The new execution, if the item is a rerun.",
      resolve: (i) => i.result,
    }),
  }),
});
BulkJobType.implement({
  description: graphqlMeta(bulkJobAnswer).description!,
  isTypeOf: (value) => typeof value === "object" && value !== null && "waitingFor" in value,
  fields: (t) => ({
    ...answerFields(t, bulkJobAnswer.omit({ id: true, actorRoles: true })),
    items: connectionField(
      t,
      bulkItems,
      {
        outcome: t.arg({ type: enumType(bulkOutcome), required: false, description: "Only items with this outcome." }),
      },
      ({ id }: BulkJobRecord, { outcome }) => ({ id, outcome }),
    ),
  }),
});
