import type { ApprovalFilter, ApprovalRecord } from "@tempograph/db";
import type { Json } from "@tempograph/graph";
import type { Principal } from "../access/principal.ts";
import { approverNames, isAdmin, may } from "../access/roles.ts";

export interface ApprovalsFilter {
  readonly status?: "waiting" | "decided" | null | undefined;
  readonly workflowId?: string | null | undefined;
  readonly executionId?: string | null | undefined;
  /** Only those that the caller may decide. */
  readonly mine?: boolean | null | undefined;
}

/** The filter for the database, in which `mine` is replaced by the caller's names. */
export function approvalFilter(caller: Principal, filter: ApprovalsFilter): ApprovalFilter {
  const { mine, ...rest } = filter;
  if (mine !== true || isAdmin(caller)) return rest;
  return { ...rest, approvers: may(caller, "decide") ? approverNames(caller) : [] };
}

/** Whether this caller may decide the approval, as far as the mirror knows. The machine finally decides. */
export function mayDecide(caller: Principal, approval: ApprovalRecord): boolean {
  return approval.status === "waiting" && approval.executionStatus === "running" && isApprover(caller, approval);
}

/** Whether the approval is for this caller to decide, now or before it was decided. */
export function isApprover(caller: Principal, approval: ApprovalRecord): boolean {
  if (!may(caller, "decide")) return false;
  const approvers = approversOf(approval);
  if (isAdmin(caller) || approvers === null) return true;
  const names = approverNames(caller);
  return approvers.some((approver) => names.includes(approver));
}

/** The names of those who may decide the approval. Null: every caller with the permission. */
export function approversOf({ input }: ApprovalRecord): string[] | null {
  const approvers = fieldOf(input, "approvers");
  return Array.isArray(approvers) ? approvers.filter((name) => typeof name === "string") : null;
}

/** A field of the approval's rendered input. */
export function fieldOf(input: Json, name: string): Json {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return null;
  return (input as { readonly [key: string]: Json })[name] ?? null;
}
