import { findBulkJobs, listBulkItems, listBulkJobs, type BulkItemRecord, type BulkJobRecord } from "@tempograph/db";
import { previewBulk, startBulk, stopBulk, unknownJob } from "../../app/bulk/bulk.ts";
import { ok, refuse } from "../../app/app-error.ts";
import {
  bulkItemAnswer,
  bulkItemJson,
  bulkJobAnswer,
  bulkJobJson,
  bulkPreviewAnswer,
  bulkPreviewJson,
} from "../answers/bulk.ts";
import { id, input, noInput, optional, text, whole } from "../fields.ts";
import { defineList, defineOperation, type GraphqlResult } from "../operation.ts";
import { checkExecutionFilter } from "../executions/check-execution-filter.ts";
import { executionFilter } from "../executions/execution-input.ts";
import { bulkActions } from "./bulk-actions.ts";
import { bulkAction, bulkOutcome } from "./bulk-input.ts";

const jobId = id("`blk_…`");
const jobPayload = (payload: string, description: string): GraphqlResult<BulkJobRecord> => ({
  payload,
  description,
  fields: {
    job: { type: "BulkJob", description: "The job. `bulkJob(id)` shows its progress.", from: (job) => job },
  },
});
/** Run everything again that has failed. */
const example = { filter: { status: ["failed"] }, action: { kind: "rerun" } };
const jobRest = { schema: bulkJobAnswer, from: bulkJobJson };

export const bulkPreview = defineOperation({
  name: "bulkPreview",
  kind: "query",
  permission: "read",
  summary: "Count what a bulk operation would affect",
  description:
    "Counts the executions that a bulk operation would affect and lists the newest of them. Changes nothing.",
  input: input("BulkPreviewInput", "The operation, and the executions.", {
    filter: executionFilter.describe("Which ones."),
    action: bulkAction.describe("What."),
  }),
  errors: ["validation"],
  result: {
    payload: "BulkPreview",
    description: "What a bulk operation would affect.",
    fields: {
      count: {
        type: "Int",
        description: "The number of executions or steps that it would affect. Send it as `expectedCount`.",
        from: (p) => p.count,
      },
      matching: {
        type: "Int",
        description: "The number of executions that the filter finds, in any status.",
        from: (p) => p.matching,
      },
      sample: { type: "[Execution]", description: "The newest of the executions.", from: (p) => [...p.sample] },
    },
  },
  rest: {
    method: "POST",
    path: "/bulk/preview",
    tag: "bulk",
    answer: { schema: bulkPreviewAnswer, from: bulkPreviewJson },
    example,
  },
  run({ deps, caller }, input) {
    checkExecutionFilter(caller, input.filter);
    return previewBulk(deps, bulkActions, caller, input);
  },
});

export const bulkStart = defineOperation({
  name: "bulkStart",
  kind: "mutation",
  permission: "steer",
  summary: "Start a bulk operation in the background",
  description: "Performs an operation on every execution that the filter finds now, in the background.",
  input: input("BulkStartInput", "The operation, and the executions.", {
    filter: executionFilter.describe("Which ones."),
    action: bulkAction.describe("What."),
    expectedCount: optional(
      whole("The `count` of the preview. If the count has changed since then, the job is refused."),
    ),
    idempotencyKey: optional(text("Repeating the same job with the same key starts it once.")),
  }),
  errors: ["validation", "conflict", "unavailable"],
  audit: { made: (job: BulkJobRecord) => job.id },
  idempotency: "idempotencyKey",
  result: jobPayload("BulkStartPayload", "The job that was started."),
  rest: {
    method: "POST",
    path: "/bulk",
    tag: "bulk",
    status: 202,
    answer: jobRest,
    location: (job) => `/bulk/${job.id}`,
    example: { ...example, expectedCount: 12 },
  },
  run({ deps, caller }, input) {
    checkExecutionFilter(caller, input.filter);
    return startBulk(deps, bulkActions, caller, input);
  },
});

export const bulkStop = defineOperation({
  name: "bulkStop",
  kind: "mutation",
  permission: "steer",
  summary: "Stop a bulk job",
  description: "Stops a bulk job. Items that were carried out keep their effect.",
  input: input("BulkStopInput", "Which job to stop.", { id: jobId }),
  errors: ["notFound", "conflict"],
  audit: true,
  result: jobPayload("BulkStopPayload", "The job that was stopped."),
  rest: { method: "POST", path: "/bulk/:id/stop", tag: "bulk", status: 202, answer: jobRest },
  run: ({ deps }, { id }) => stopBulk(deps, id),
});

export const bulkJob = defineOperation({
  name: "bulkJob",
  kind: "query",
  permission: "read",
  summary: "Get a bulk job with its progress",
  description: "The bulk job with this id, with its progress. Null if there is none.",
  input: input("BulkJobQuery", "Which job.", { id: jobId }),
  errors: ["notFound"],
  nullWhenMissing: true,
  result: { type: "BulkJob?" },
  rest: { method: "GET", path: "/bulk/:id", tag: "bulk", answer: jobRest },
  async run({ deps: { db } }, { id }) {
    const [job] = await findBulkJobs(db, [id]);
    return job === undefined ? refuse(unknownJob(id)) : ok(job);
  },
});

export const bulkJobs = defineList({
  name: "bulkJobs",
  permission: "read",
  summary: "List bulk jobs, the newest first",
  description: "Bulk jobs, the newest first.",
  input: noInput,
  of: "BulkJob",
  newestFirst: true,
  cursor: "number",
  keyOf: (job: BulkJobRecord) => job.seq,
  large: ["input", "filter"],
  rows: ({ deps: { db } }, _input, page) => listBulkJobs(db, page),
  rest: { path: "/bulk", tag: "bulk", item: bulkJobAnswer, items: (rows) => rows.map(bulkJobJson) },
});

export const bulkItems = defineList({
  name: "bulkItems",
  permission: "read",
  summary: "List the items of a bulk job",
  description: "The items of the job, in the order in which they are carried out.",
  input: input("BulkItemsQuery", "Which items of which job.", {
    id: jobId,
    outcome: optional(bulkOutcome).describe("Only those."),
  }),
  of: "BulkItem",
  within: "BulkJob.items",
  cursor: "ordinal",
  keyOf: (item: BulkItemRecord) => String(item.ordinal),
  rows: ({ deps: { db } }, { id, outcome }, page) => listBulkItems(db, id, outcome, page),
  rest: {
    path: "/bulk/:id/items",
    tag: "bulk",
    item: bulkItemAnswer,
    items: (rows) => rows.map(bulkItemJson),
    missing: async ({ deps: { db } }, { id }) =>
      (await findBulkJobs(db, [id])).length === 0 ? unknownJob(id) : undefined,
  },
});
