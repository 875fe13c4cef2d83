import { approvalPageKey, listApprovals } from "@tempograph/db";
import { approvalFilter } from "../../app/approvals.ts";
import { approvalAnswer, approvalJson } from "../answers/approval.ts";
import { choice, flag, id, input, optional } from "../fields.ts";
import { defineList } from "../operation.ts";

export const approvals = defineList({
  name: "approvals",
  permission: "read",
  summary: "List approvals, those of the newest executions first",
  description:
    "Lists approvals, those of the newest executions first. With `status: WAITING, mine: true` it is the caller's inbox.",
  input: input("ApprovalsQuery", "Which approvals.", {
    status: optional(
      choice("ApprovalStatus", "Which approvals.", {
        waiting: "Nobody has decided it yet.",
        decided: "Somebody has.",
      }),
    ).describe("Absent: any."),
    mine: optional(flag("Only approvals that the caller may decide.")),
    workflowId: optional(id("Only those of this workflow.")),
    executionId: optional(id("Only those of this execution.")),
  }),
  of: "Approval",
  cursor: "approval",
  keyOf: approvalPageKey,
  large: ["input", "output", "failure"],
  rows: ({ deps: { db }, caller }, input, page) => listApprovals(db, approvalFilter(caller, input), page),
  rest: {
    path: "/approvals",
    tag: "executions",
    item: approvalAnswer,
    items: (rows, { caller }) => rows.map((row) => approvalJson(row, caller)),
  },
});
