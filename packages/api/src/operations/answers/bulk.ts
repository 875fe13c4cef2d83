import type { BulkItemRecord, BulkJobRecord } from "@tempograph/db";
import { z } from "zod";
import type { BulkPreview } from "../../app/bulk/bulk.ts";
import { bulkActionKind, bulkOutcome, bulkStatus } from "../bulk/bulk-input.ts";
import { answer, payload } from "../fields.ts";
import type { Context } from "../operation.ts";
import { executionAnswer, executionJson } from "./execution.ts";
import { moment, object } from "./problem.ts";

export const bulkJobAnswer = answer(
  "BulkJob",
  "A job that performs one operation on many executions, which were selected when the job began. It continues after a restart of the API.",
  {
    id: z.string().describe("`blk_…`"),
    actor: z
      .string()
      .describe("The name of the caller who started the job. Each operation is performed under this name."),
    actorRoles: z.array(z.string()),
    action: bulkActionKind.describe("The operation that is performed on each execution."),
    input: payload(object.nullable().describe("The input of the operation.")),
    filter: object.describe("The filter that selected the executions, without what it searched in payloads."),
    searched: payload(
      object
        .nullable()
        .describe("What the filter searched in payloads: `text` and `waitingForName`. Null if it searched nothing."),
    ),
    status: bulkStatus.describe("The status of the job."),
    total: z.int().describe("The number of items."),
    done: z.int().describe("The number of items that were accepted."),
    skipped: z.int().describe("The number of items for which there was nothing left to do."),
    failed: z.int().describe("The number of items that were refused or got no answer."),
    waitingFor: z.string().nullable().describe("Why the job makes no progress at the moment."),
    createdAt: moment.describe("When it was started."),
    endedAt: moment.nullable().describe("When it ended."),
  },
);

export const bulkItemAnswer = answer("BulkItem", "An item of a bulk job: one execution or one step.", {
  ordinal: z.int(),
  executionId: z.string(),
  path: z.string().nullable().describe("The path of the step, if the item concerns a step."),
  outcome: bulkOutcome.describe("The outcome of the item."),
  code: z.string().nullable().describe("The code of the reason for which it was skipped or failed."),
  message: z.string().nullable().describe("The reason for which it was skipped or failed, for people."),
  result: z.string().nullable().describe("The new execution, if the item is a rerun."),
});

export const bulkPreviewAnswer = z
  .object({ count: z.int(), matching: z.int(), sample: z.array(executionAnswer) })
  .meta({ id: "BulkPreview" });

export function bulkJobJson({ seq: _, ...job }: BulkJobRecord) {
  return job;
}

export function bulkItemJson({ jobId: _, ...item }: BulkItemRecord) {
  return item;
}

export function bulkPreviewJson({ sample, ...counts }: BulkPreview, context: Context) {
  return { ...counts, sample: sample.map((row) => executionJson(row, context)) };
}
