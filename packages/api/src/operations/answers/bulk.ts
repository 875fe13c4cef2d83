import type { BulkItemRecord, BulkJobRecord } from "@tempograph/db";
import { z } from "zod";
import type { BulkPreview } from "../../app/bulk/bulk.ts";
import { bulkActionKind, bulkOutcome, bulkStatus } from "../bulk/bulk-input.ts";
import { answer } from "../fields.ts";
import type { Context } from "../operation.ts";
import { executionAnswer, executionJson } from "./execution.ts";
import { moment, object } from "./problem.ts";

export const bulkJobAnswer = answer(
  "BulkJob",
  "One operation on many executions, which were chosen when it began. It goes on when the API restarts.",
  {
    id: z.string().describe("`blk_…`"),
    actor: z.string().describe("Who started it; each operation is done in this name."),
    actorRoles: z.array(z.string()),
    action: bulkActionKind.describe("What is done to each."),
    input: object.describe("What the action was given."),
    filter: object.describe("The filter that chose them."),
    status: bulkStatus.describe("Where it stands."),
    total: z.int().describe("How many there are."),
    done: z.int().describe("How many were accepted."),
    skipped: z.int().describe("How many had nothing left to do."),
    failed: z.int().describe("How many were refused, or nobody answered."),
    waitingFor: z.string().nullable().describe("Why it does not go on at the moment."),
    createdAt: moment.describe("When it was started."),
    endedAt: moment.nullable().describe("When it ended."),
  },
);

export const bulkItemAnswer = answer("BulkItem", "What a job does to one execution.", {
  ordinal: z.int(),
  executionId: z.string(),
  path: z.string().nullable().describe("The step, where it is about one."),
  outcome: bulkOutcome.describe("What came of it."),
  code: z.string().nullable().describe("Why it was skipped or failed, for programs."),
  message: z.string().nullable().describe("The same for people."),
  result: z.string().nullable().describe("Of a rerun: the new execution."),
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
