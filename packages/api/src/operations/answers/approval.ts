import type { ApprovalRecord } from "@tempograph/db";
import { z } from "zod";
import type { Principal } from "../../access/principal.ts";
import { approversOf, fieldOf, isApprover, mayDecide } from "../../app/approvals.ts";
import { answer, payloadsHidden } from "../fields.ts";
import { whyHidden } from "../payloads.ts";
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
  payloadsHidden,
});

/** Title, description, form and decision are payloads. An approver sees them all the same, to know what to decide. */
export function approvalJson(approval: ApprovalRecord, caller: Principal) {
  const reason = isApprover(caller, approval) ? null : whyHidden(caller);
  const shown = reason === null;
  return {
    executionId: approval.executionId,
    path: approval.path,
    status: approval.status,
    title: shown ? textOf(approval, "title") : null,
    description: shown ? textOf(approval, "description") : null,
    form: shown ? fieldOf(approval.input, "form") : null,
    approvers: approversOf(approval),
    canDecide: mayDecide(caller, approval),
    waitingSince: approval.scheduledAt ?? approval.startedAt,
    decision: shown && approval.status === "completed" ? approval.output : null,
    ...(!shown && { payloadsHidden: reason }),
  };
}

function textOf(approval: ApprovalRecord, name: string): string | null {
  const value = fieldOf(approval.input, name);
  return typeof value === "string" ? value : null;
}
