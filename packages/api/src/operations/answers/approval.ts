import type { ApprovalRecord } from "@tempograph/db";
import { z } from "zod";
import type { Principal } from "../../access/principal.ts";
import { approversOf, fieldOf, mayDecide } from "../../app/approvals.ts";
import { answer } from "../fields.ts";
import { any, moment } from "./problem.ts";

export const approvalAnswer = answer("Approval", "A step that waits, or waited, for somebody's yes or no.", {
  executionId: z.string(),
  path: z.string().describe("For `approvalDecide`."),
  status: z.string(),
  title: z.string().nullable().describe("What it is about."),
  description: z.string().nullable().describe("More of it."),
  form: any.describe("JSON Schema of the decision's `data`. Null: any."),
  approvers: z
    .array(z.string())
    .nullable()
    .describe("Who may decide: `role:finance`, `user:kim`. Null: every caller who may decide at all."),
  canDecide: z.boolean().describe("The caller may decide it now."),
  waitingSince: moment.nullable().describe("Since when."),
  decision: any.describe("`{ decision, by, data, at }`, once it is decided."),
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
