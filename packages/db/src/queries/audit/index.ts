export type { AuditRecord } from "./audit-record.ts";
export { completeAudit, insertAudit, type AuditEntry } from "./insert-audit.ts";
export { listAudit, type AuditFilter } from "./list-audit.ts";
