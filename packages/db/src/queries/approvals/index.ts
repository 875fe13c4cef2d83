export { approvalPageKey, listApprovals, type ApprovalFilter, type ApprovalRecord } from "./list-approvals.ts";
