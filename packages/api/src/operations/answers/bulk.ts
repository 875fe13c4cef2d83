import type { BulkItemRecord, BulkJobRecord } from "@tempograph/db";
import { z } from "zod";
import type { BulkPreview } from "../../app/bulk/bulk.ts";
import type { Context } from "../operation.ts";
import { executionAnswer, executionJson } from "./execution.ts";
import { moment } from "./problem.ts";

export const bulkJobAnswer = z
  .object({
    id: z.string().describe("`blk_…`"),
    actor: z.string(),
    actorRoles: z.array(z.string()),
    action: z.string(),
    input: z.looseObject({}),
    filter: z.looseObject({}),
    status: z.enum(["running", "stopped", "completed"]),
    total: z.int(),
    done: z.int(),
    skipped: z.int(),
    failed: z.int(),
    waitingFor: z.string().nullable().describe("Why it does not go on at the moment."),
    createdAt: moment,
    endedAt: moment.nullable(),
  })
  .meta({ id: "BulkJob" });

export const bulkItemAnswer = z
  .object({
    ordinal: z.int(),
    executionId: z.string(),
    path: z.string().nullable(),
    outcome: z.enum(["pending", "done", "skipped", "failed"]),
    code: z.string().nullable(),
    message: z.string().nullable(),
    result: z.string().nullable().describe("Of a rerun: the new execution."),
  })
  .meta({ id: "BulkItem" });

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
