export { claimBulkJob, releaseBulkLease, renewBulkLease, type BulkLease } from "./bulk-lease.ts";
export { completeBulkJob, endBulkItems, nextBulkItems, stopBulkJob, type BulkItemEnd } from "./bulk-progress.ts";
export type { BulkItemRecord, BulkJobRecord, BulkOutcome, BulkStatus } from "./bulk-record.ts";
export { countBulkTargets, sampleBulkTargets, type BulkCount, type BulkTargets } from "./bulk-targets.ts";
export { insertBulkJob, type BulkJobToInsert, type InsertedBulkJob } from "./insert-bulk-job.ts";
export { findBulkJobs, listBulkItems, listBulkJobs } from "./list-bulk.ts";
