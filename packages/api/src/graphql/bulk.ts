import type { BulkItemRecord, BulkJobRecord } from "@tempograph/db";
import type { BulkActionKind } from "../app/bulk/bulk-action.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { BulkJobType, ExecutionType } from "./node-refs.ts";

export const BulkActionKindEnum = builder.enumType("BulkActionKind", {
  description: "What is done to each.",
  values: {
    CANCEL: { value: "cancel", description: "Asks open executions to stop in order." },
    TERMINATE: { value: "terminate", description: "Stops open executions at once." },
    PAUSE: { value: "pause", description: "Pauses running executions." },
    RESUME: { value: "resume", description: "Lets paused executions go on; others are skipped." },
    SIGNAL: { value: "signal", description: "Sends running executions a signal." },
    RERUN: { value: "rerun", description: "Runs closed executions again." },
    INCIDENT_RETRY: { value: "incidentRetry", description: "Runs every step again that is an incident." },
  } as const satisfies Record<string, { value: BulkActionKind; description: string }>,
});

const BulkStatusEnum = builder.enumType("BulkStatus", {
  description: "Where a job stands.",
  values: {
    RUNNING: { value: "running", description: "At work, or waiting for its turn." },
    STOPPED: { value: "stopped", description: "Somebody stopped it; what it did stays done." },
    COMPLETED: { value: "completed", description: "Through." },
  } as const,
});

const BulkOutcomeEnum = builder.enumType("BulkOutcome", {
  description: "What came of one of them.",
  values: {
    PENDING: { value: "pending", description: "Not done yet; of a stopped job: never." },
    DONE: { value: "done", description: "Accepted." },
    SKIPPED: {
      value: "skipped",
      description: "There was nothing to do any more: it had ended, or somebody else did it.",
    },
    FAILED: { value: "failed", description: "Refused, or nobody answered." },
  } as const,
});

const BulkItemType = builder.objectRef<BulkItemRecord>("BulkItem").implement({
  description: "What a job does to one execution.",
  fields: (t) => ({
    execution: t.field({ type: ExecutionType, description: "To which one.", resolve: (i) => i.executionId }),
    path: t.exposeString("path", { nullable: true, description: "The step, where it is about one." }),
    outcome: t.field({ type: BulkOutcomeEnum, description: "What came of it.", resolve: (i) => i.outcome }),
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
const BulkItemConnection = builder.connectionObject(
  { type: BulkItemType, name: "BulkItemConnection" },
  { name: "BulkItemEdge" },
);
const BulkJobConnection = builder.connectionObject(
  { type: BulkJobType, name: "BulkJobConnection" },
  { name: "BulkJobEdge" },
);

BulkJobType.implement({
  description: "One operation on many executions, which were chosen when it began. It goes on when the API restarts.",
  isTypeOf: (value) => typeof value === "object" && value !== null && "waitingFor" in value,
  fields: (t) => ({
    action: t.field({
      type: BulkActionKindEnum,
      description: "What is done to each.",
      resolve: (j) => j.action as BulkActionKind,
    }),
    input: t.field({ type: "JSON", description: "What the action was given.", resolve: (j) => j.input }),
    filter: t.field({ type: "JSON", description: "The filter that chose them.", resolve: (j) => j.filter }),
    actor: t.exposeString("actor", { description: "Who started it; each operation is done in this name." }),
    status: t.field({ type: BulkStatusEnum, description: "Where it stands.", resolve: (j) => j.status }),
    total: t.exposeInt("total", { description: "How many there are." }),
    done: t.exposeInt("done", { description: "How many were accepted." }),
    skipped: t.exposeInt("skipped", { description: "How many had nothing left to do." }),
    failed: t.exposeInt("failed", { description: "How many were refused, or nobody answered." }),
    waitingFor: t.exposeString("waitingFor", { nullable: true, description: "Why it does not go on at the moment." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was started." }),
    endedAt: t.expose("endedAt", { type: "DateTime", nullable: true, description: "When it ended." }),
    items: t.connection(
      {
        type: BulkItemType,
        description: "Each of them, in the order in which they are done.",
        args: { outcome: t.arg({ type: BulkOutcomeEnum, required: false, description: "Only those." }) },
        resolve: (j, args, { app }) =>
          connectionOf(
            args,
            "ordinal",
            (item: BulkItemRecord) => String(item.ordinal),
            (page) => app.listBulkItems(j.id, args.outcome, page),
          ),
      },
      BulkItemConnection,
    ),
  }),
});

builder.queryFields((t) => ({
  bulkJob: t.field({
    type: BulkJobType,
    nullable: true,
    description: "The bulk job with this id, with its progress. Null where there is none.",
    args: { id: t.arg.id({ required: true, description: "`blk_…`" }) },
    resolve: async (_root, { id }, { app }) => (await app.loadBulkJobs([id]))[0] ?? null,
  }),
  bulkJobs: t.connection(
    {
      type: BulkJobType,
      description: "Bulk jobs, the newest first.",
      resolve: (_root, args, { app }) =>
        connectionOf(
          args,
          "number",
          (job: BulkJobRecord) => job.seq,
          (page) => app.listBulkJobs(page),
        ),
    },
    BulkJobConnection,
  ),
}));
