import type { BulkJobRecord } from "@tempograph/db";
import type { BulkPreview } from "../app/bulk/bulk.ts";
import { builder } from "./builder.ts";
import { BulkActionKindEnum } from "./bulk.ts";
import { ConflictError, NotFoundError, ValidationError, unwrap } from "./errors.ts";
import { ExecutionFilter } from "./execution-queries.ts";
import { BulkJobType, ExecutionType } from "./node-refs.ts";
import { unwrapOrRequestError } from "./request-error.ts";
import { RerunVersionEnum } from "./rerun-mutation.ts";

const BulkActionInput = builder.inputType("BulkActionInput", {
  description: "What to do to each.",
  fields: (t) => ({
    kind: t.field({ type: BulkActionKindEnum, required: true, description: "What." }),
    reason: t.string({ required: false, description: "CANCEL, TERMINATE: why; for people." }),
    signalName: t.string({ required: false, description: "SIGNAL: what waits for it names it." }),
    payload: t.field({ type: "JSON", required: false, description: "SIGNAL: what it brings." }),
    fromNode: t.id({ required: false, description: "RERUN: the node to begin at." }),
    version: t.field({ type: RerunVersionEnum, required: false, description: "RERUN: default SAME." }),
  }),
});

const BulkPreviewType = builder.objectRef<BulkPreview>("BulkPreview").implement({
  description: "What a bulk operation would be done to.",
  fields: (t) => ({
    count: t.exposeInt("count", { description: "How many it would be done to: for `expectedCount`." }),
    matching: t.exposeInt("matching", { description: "How many executions the filter finds, in whatever state." }),
    sample: t.field({ type: [ExecutionType], description: "The newest of them.", resolve: (p) => [...p.sample] }),
  }),
});

builder.queryField("bulkPreview", (t) =>
  t.field({
    type: BulkPreviewType,
    description: "How many executions a bulk operation would be done to, and the newest of them. Does nothing.",
    args: {
      filter: t.arg({ type: ExecutionFilter, required: true, description: "Which ones." }),
      action: t.arg({ type: BulkActionInput, required: true, description: "What." }),
    },
    resolve: async (_root, { filter, action }, { app }) =>
      unwrapOrRequestError(await app.bulkPreview({ filter, action })),
  }),
);

const payload = (name: string, description: string) =>
  builder.objectRef<BulkJobRecord>(name).implement({
    description,
    fields: (t) => ({
      job: t.field({
        type: BulkJobType,
        description: "The job; ask `bulkJob(id)` for its progress.",
        resolve: (j) => j,
      }),
    }),
  });

builder.mutationFields((t) => ({
  bulkStart: t.field({
    type: payload("BulkStartPayload", "The job that was started."),
    description: "Does one operation to every execution that the filter finds now, in the background.",
    errors: { types: [ValidationError, ConflictError] },
    args: {
      input: t.arg({
        type: builder.inputType("BulkStartInput", {
          description: "What to do, and to which.",
          fields: (f) => ({
            filter: f.field({ type: ExecutionFilter, required: true, description: "Which ones." }),
            action: f.field({ type: BulkActionInput, required: true, description: "What." }),
            expectedCount: f.int({
              required: false,
              description: "`count` of the preview: where it is another by now, nothing is done.",
            }),
            idempotencyKey: f.string({ required: false, description: "The same job with the same key counts once." }),
          }),
        }),
        required: true,
        description: "What, and to which.",
      }),
    },
    resolve: async (_root, { input }, { app }) => unwrap(await app.startBulk(input)),
  }),
  bulkStop: t.field({
    type: payload("BulkStopPayload", "The job that was stopped."),
    description: "Stops a bulk job; what it did stays done.",
    errors: { types: [NotFoundError, ConflictError] },
    args: {
      input: t.arg({
        type: builder.inputType("BulkStopInput", {
          description: "Which job to stop.",
          fields: (f) => ({ id: f.id({ required: true, description: "Id of the job." }) }),
        }),
        required: true,
        description: "Which one.",
      }),
    },
    resolve: async (_root, { input }, { app }) => unwrap(await app.stopBulk(input)),
  }),
}));
