import type { BulkItemRecord, BulkJobRecord } from "@tempograph/db";
import type { BulkActionKind } from "../app/bulk/bulk-action.ts";
import { builder } from "./builder.ts";
import { bulkItems } from "../operations/bulk/bulk.ts";
import { bulkActionKind, bulkOutcome, bulkStatus } from "../operations/bulk/bulk-input.ts";
import { connectionField } from "./connection.ts";
import { enumType } from "./input-types.ts";
import { BulkJobType, ExecutionType } from "./node-refs.ts";

builder.objectRef<BulkItemRecord>("BulkItem").implement({
  description: "What a job does to one execution.",
  fields: (t) => ({
    execution: t.field({ type: ExecutionType, description: "To which one.", resolve: (i) => i.executionId }),
    path: t.exposeString("path", { nullable: true, description: "The step, where it is about one." }),
    outcome: t.field({ type: enumType(bulkOutcome), description: "What came of it.", resolve: (i) => i.outcome }),
    code: t.exposeString("code", { nullable: true, description: "Why it was skipped or failed, for programs." }),
    message: t.exposeString("message", { nullable: true, description: "The same for people." }),
    result: t.field({
      type: ExecutionType,
      nullable: true,
      description: "The new execution, of a rerun.",
      resolve: (i) => i.result,
    }),
  }),
});
BulkJobType.implement({
  description: "One operation on many executions, which were chosen when it began. It goes on when the API restarts.",
  isTypeOf: (value) => typeof value === "object" && value !== null && "waitingFor" in value,
  fields: (t) => ({
    action: t.field({
      type: enumType(bulkActionKind),
      description: "What is done to each.",
      resolve: (j) => j.action as BulkActionKind,
    }),
    input: t.field({ type: "JSON", description: "What the action was given.", resolve: (j) => j.input }),
    filter: t.field({ type: "JSON", description: "The filter that chose them.", resolve: (j) => j.filter }),
    actor: t.exposeString("actor", { description: "Who started it; each operation is done in this name." }),
    status: t.field({ type: enumType(bulkStatus), description: "Where it stands.", resolve: (j) => j.status }),
    total: t.exposeInt("total", { description: "How many there are." }),
    done: t.exposeInt("done", { description: "How many were accepted." }),
    skipped: t.exposeInt("skipped", { description: "How many had nothing left to do." }),
    failed: t.exposeInt("failed", { description: "How many were refused, or nobody answered." }),
    waitingFor: t.exposeString("waitingFor", { nullable: true, description: "Why it does not go on at the moment." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was started." }),
    endedAt: t.expose("endedAt", { type: "DateTime", nullable: true, description: "When it ended." }),
    items: connectionField(
      t,
      bulkItems,
      { outcome: t.arg({ type: enumType(bulkOutcome), required: false, description: "Only those." }) },
      ({ id }: BulkJobRecord, { outcome }) => ({ id, outcome }),
    ),
  }),
});
