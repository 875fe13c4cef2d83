import { z } from "zod";
import { answer, id } from "../fields.ts";
import { moment } from "./problem.ts";

const days = (what: string) =>
  z.int().nullable().describe(`${what} 0: for ever. Null: as the project's policy says, and in that one: for ever.`);

export const retentionPolicyAnswer = answer("RetentionPolicy", "How long what belongs to closed executions is kept.", {
  workflowId: id(
    "The workflow whose executions it is about. Null: it is the project's, for all other workflows.",
  ).nullable(),
  historyDays: days("Days after the close for which Temporal's history is kept in Postgres."),
  valueDays: days(
    "Days after the close for which data is kept: of the event, inputs, outputs, texts of failures, log lines.",
  ),
  shapeDays: days("Days after the close for which the execution and its steps are kept themselves."),
  updatedAt: moment.describe("When it was last set."),
  updatedBy: z.string().describe("Who set it."),
});

export const retentionRunAnswer = answer(
  "RetentionRun",
  "A removal, from its first batch until nothing more was due, or until it could not go on.",
  {
    id: id("Its id."),
    startedAt: moment.describe("When it began."),
    updatedAt: moment.describe("When its last batch was removed, or failed."),
    endedAt: moment.nullable().describe("When it ended. Null: it goes on."),
    removedRows: z.number().describe("Rows that were deleted or emptied."),
    exportedRows: z.number().describe("Rows that were written to the export before. 0 where nothing is exported."),
    exportedBytes: z.number().describe("Their bytes."),
    problem: z
      .string()
      .nullable()
      .describe("Why it could not go on. It is tried again, and if that works, a new run begins. Null: it could."),
  },
);

export const retentionPreviewAnswer = answer(
  "RetentionPreview",
  "What the next removal would take. Each execution is counted once, by the most that it loses.",
  {
    histories: z.int().describe("Executions that would lose Temporal's history, and nothing else."),
    values: z.int().describe("Executions that would lose their data, too."),
    executions: z.int().describe("Executions that would be removed themselves."),
    kept: z
      .int()
      .describe("Executions whose time is over, and that stay: held, not mirrored, or needed by what is open."),
    capped: z.boolean().describe("Whether there are more: of each kind, the 5,000 that closed first are looked at."),
    closedBefore: moment.describe(
      "What closed later stays, whatever a policy says: Temporal may still have its history.",
    ),
  },
);

export const retentionAnswer = answer("Retention", "The policies of a project, and how the removal gets on.", {
  policies: z
    .array(retentionPolicyAnswer)
    .describe("The project's own policy first, if it has one, then those of workflows."),
  lookedAt: moment
    .nullable()
    .describe("When a worker last found that nothing more was due, in the whole installation. Null: not yet."),
  problem: z
    .string()
    .nullable()
    .describe(
      "Why nothing is removed at present, such as an export that cannot be written. Null: there is no problem.",
    ),
  problemSince: moment.nullable().describe("Since when."),
  runs: z.array(retentionRunAnswer).describe("The last 20 removals of the project, the newest first."),
});

export const retentionHoldAnswer = answer(
  "RetentionHold",
  "A legal hold: what it names is not removed until it is released.",
  {
    id: id("Its id, `hold_…`."),
    workflowId: id("The workflow whose executions it holds.").nullable(),
    executionId: id(
      "The execution that it holds. Neither this nor a workflow: it holds everything of the project.",
    ).nullable(),
    reason: z.string().describe("Why."),
    createdAt: moment.describe("Since when it holds."),
    createdBy: z.string().describe("Who made it."),
    releasedAt: moment.nullable().describe("When it was released. Null: it holds."),
    releasedBy: z.string().nullable().describe("Who released it."),
  },
);
