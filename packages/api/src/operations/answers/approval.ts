import type { ApprovalRecord } from "@tempograph/db";
import { z } from "zod";
import type { Principal } from "../../access/principal.ts";
import { approversOf, fieldOf, mayDecide } from "../../app/approvals.ts";
import { json, moment } from "./problem.ts";

export const approvalAnswer = z
  .object({
    executionId: z.string(),
    path: z.string(),
    status: z.string(),
    title: json,
    description: json,
    form: json.describe("JSON Schema of the decision's `data`. Null: any."),
    approvers: z
      .array(z.string())
      .nullable()
      .describe("`role:finance`, `user:kim`. Null: every caller who may decide."),
    canDecide: z.boolean(),
    waitingSince: moment.nullable(),
    decision: json.describe("`{ decision, by, data, at }`, once it is decided."),
  })
  .meta({ id: "Approval" });

export function approvalJson(approval: ApprovalRecord, caller: Principal) {
  return {
    executionId: approval.executionId,
    path: approval.path,
    status: approval.status,
    title: fieldOf(approval.input, "title"),
    description: fieldOf(approval.input, "description"),
    form: fieldOf(approval.input, "form"),
    approvers: approversOf(approval),
    canDecide: mayDecide(caller, approval),
    waitingSince: approval.scheduledAt ?? approval.startedAt,
    decision: approval.status === "completed" ? approval.output : null,
  };
}
