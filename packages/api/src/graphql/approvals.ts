import type { ApprovalRecord } from "@tempograph/db";
import { approversOf, fieldOf, mayDecide } from "../app/approvals.ts";
import { builder } from "./builder.ts";
import { ExecutionType, StepType } from "./node-refs.ts";

builder.objectRef<ApprovalRecord>("Approval").implement({
  description: "A step that waits, or waited, for somebody's yes or no.",
  fields: (t) => ({
    execution: t.field({ type: ExecutionType, description: "Where it stands.", resolve: (a) => a.executionId }),
    step: t.field({ type: StepType, description: "The step; decided by its path.", resolve: (a) => a }),
    path: t.exposeString("path", { description: "For `approvalDecide`." }),
    title: t.string({ nullable: true, description: "What it is about.", resolve: (a) => text(a, "title") }),
    description: t.string({ nullable: true, description: "More of it.", resolve: (a) => text(a, "description") }),
    form: t.field({
      type: "JSON",
      nullable: true,
      description: "JSON Schema of the decision's `data`. Null: any.",
      resolve: (a) => fieldOf(a.input, "form"),
    }),
    approvers: t.stringList({
      nullable: true,
      description: "Who may decide: `role:finance`, `user:kim`. Null: every caller who may decide at all.",
      resolve: (a) => approversOf(a),
    }),
    canDecide: t.boolean({
      description: "The caller may decide it now.",
      resolve: (a, _args, { caller }) => mayDecide(caller, a),
    }),
    waitingSince: t.field({
      type: "DateTime",
      nullable: true,
      description: "Since when.",
      resolve: (a) => a.scheduledAt ?? a.startedAt,
    }),
    decision: t.field({
      type: "JSON",
      nullable: true,
      description: "`{ decision, by, data, at }`, once it is decided.",
      resolve: (a) => (a.status === "completed" ? a.output : null),
    }),
  }),
});

function text(approval: ApprovalRecord, name: string): string | null {
  const value = fieldOf(approval.input, name);
  return typeof value === "string" ? value : null;
}
