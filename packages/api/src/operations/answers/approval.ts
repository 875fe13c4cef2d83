import type { ApprovalRecord } from "@tempograph/db";
import { z } from "zod";
import type { Principal } from "../../access/principal.ts";
import { approversOf, fieldOf, mayDecide } from "../../app/approvals.ts";
import { answer } from "../fields.ts";
import { any, moment } from "./problem.ts";

export const approvalAnswer = answer("Approval", "A step that waits, or has waited, for the decision of a person.", {
  executionId: z.string(),
  path: z.string().describe("The path of the step, for `approvalDecide`."),
  status: z.string(),
  title: z.string().nullable().describe("What is to be decided."),
  description: z.string().nullable().describe("Details of what is to be decided."),
  form: any.describe("JSON Schema of the decision's `data`. Null: any data."),
  approvers: z
    .array(z.string())
    .nullable()
    .describe(
      "Who may decide, such as `role:finance` or `user:kim`. Null: every caller with the permission to decide.",
    ),
  canDecide: z.boolean().describe("Whether the caller may decide it now."),
  waitingSince: moment.nullable().describe("The moment since which it waits."),
  decision: any.describe("`{ decision, by, data, at }` when it has been decided."),
});

export function approvalJson(approval: ApprovalRecord, caller: Principal) {
  return {
    executionId: approval.executionId,
    path: approval.path,
    status: approval.status,
    title: textOf(approval, "title"),
    description: textOf(approval, "description"),
    form: fieldOf(approval.input, "form"),
    approvers: approversOf(approval),
    canDecide: mayDecide(caller, approval),
    waitingSince: approval.scheduledAt ?? approval.startedAt,
    decision: approval.status === "completed" ? approval.output : null,
  };
}

function textOf(approval: ApprovalRecord, name: string): string | null {
  const value = fieldOf(approval.input, name);
  return typeof value === "string" ? value : null;
}
