import {
  findExecutions,
  findWorkflows,
  insertRetentionHold,
  listRetentionHolds,
  releaseRetentionHold,
  type RetentionHold,
} from "@tempograph/db";
import { invalidInput, notFound, ok, refuse } from "../../app/app-error.ts";
import { checkText } from "../../app/check-text.ts";
import { retentionHoldAnswer } from "../answers/retention.ts";
import { flag, id, input, optional, text } from "../fields.ts";
import { defineList, defineOperation } from "../operation.ts";

export const retentionHolds = defineList({
  name: "retentionHolds",
  permission: "read",
  summary: "List what is held back from removal, the newest first",
  description: "The legal holds of the project, the newest first.",
  input: input("RetentionHoldsQuery", "Which holds.", {
    filter: optional(
      input("RetentionHoldFilter", "Which holds. An absent field does not restrict the list.", {
        executionId: optional(id("Only holds that name this execution.")),
        released: optional(flag("Whether to list those, too, that were released.")),
      }),
    ).describe("Which ones."),
  }),
  of: "RetentionHold",
  newestFirst: true,
  cursor: "id",
  keyOf: (hold: RetentionHold) => hold.id,
  rows: ({ deps: { db } }, { filter }, page) =>
    listRetentionHolds(
      db,
      { released: filter?.released === true, executionId: filter?.executionId ?? undefined },
      page,
    ),
  rest: { path: "/retention/holds", tag: "system", item: retentionHoldAnswer, items: (rows) => rows },
});

const hold = { type: "RetentionHold", description: "The hold.", from: (made: RetentionHold) => made };

export const retentionHold = defineOperation({
  name: "retentionHold",
  kind: "mutation",
  permission: "retention",
  summary: "Hold an execution, a workflow or the project back from removal",
  description:
    "Makes a legal hold: from the answer on nothing of the execution, of the workflow's executions, or of the whole project is removed by retention, until the hold is released.",
  input: input("RetentionHoldInput", "What is held, and why.", {
    executionId: optional(id("The execution, `exe_…`.")),
    workflowId: optional(id("The workflow, `wf_…`. Neither: everything of the project.")),
    reason: text("Why, such as the number of a case. It is part of the audit log."),
  }),
  errors: ["validation", "notFound"],
  audit: { made: (made: RetentionHold) => made.id },
  result: { payload: "RetentionHoldPayload", description: "The hold.", fields: { hold } },
  rest: {
    method: "POST",
    path: "/retention/holds",
    tag: "system",
    status: 201,
    answer: { schema: retentionHoldAnswer, from: (made) => made },
    example: { workflowId: "wf_…", reason: "case 2026-117" },
  },
  async run({ deps: { db }, caller }, { executionId = null, workflowId = null, reason }) {
    const error = checkText(reason, "/reason", { most: 1_000 });
    if (error !== undefined) return refuse(error);
    if (executionId !== null && workflowId !== null)
      return refuse(
        invalidInput("/workflowId", "A hold names an execution or a workflow, not both.", "Leave one of them out."),
      );
    if (executionId !== null && (await findExecutions(db, [executionId])).length === 0)
      return refuse(notFound("execution", executionId, "Look the id up in `executions`.", "/executionId"));
    if (workflowId !== null && (await findWorkflows(db, [workflowId], { withDeleted: true })).length === 0)
      return refuse(notFound("workflow", workflowId, "Look the id up in `workflows`.", "/workflowId"));
    return ok(await insertRetentionHold(db, { executionId, workflowId, reason, by: caller.name }));
  },
});

export const retentionHoldRelease = defineOperation({
  name: "retentionHoldRelease",
  kind: "mutation",
  permission: "retention",
  summary: "Release a legal hold",
  description: "Releases a hold: what no other hold names may be removed again. Releasing it twice changes nothing.",
  input: input("RetentionHoldReleaseInput", "Which hold.", { id: id("The id of the hold, `hold_…`.") }),
  errors: ["notFound"],
  audit: true,
  result: { payload: "RetentionHoldReleasePayload", description: "The hold.", fields: { hold } },
  rest: {
    method: "POST",
    path: "/retention/holds/:id/release",
    tag: "system",
    answer: { schema: retentionHoldAnswer, from: (released) => released },
  },
  async run({ deps: { db }, caller }, { id: holdId }) {
    const released = await releaseRetentionHold(db, holdId, caller.name);
    return released === undefined
      ? refuse(notFound("hold", holdId, "Look the id up in `retentionHolds`."))
      : ok(released);
  },
});
