export {
  type BulkCount,
  type BulkJobToInsert,
  type BulkTargets,
  countBulkTargets,
  insertBulkJob,
  type InsertedBulkJob,
  sampleBulkTargets,
} from "./insert-job.ts";
export {
  type BulkItemRecord,
  type BulkJobRecord,
  type BulkOutcome,
  type BulkStatus,
  findBulkJobs,
  listBulkItems,
  listBulkJobs,
} from "./jobs.ts";
export {
  type BulkItemEnd,
  type BulkLease,
  claimBulkJob,
  completeBulkJob,
  endBulkItems,
  nextBulkItems,
  releaseBulkLease,
  renewBulkLease,
  stopBulkJob,
  stopBulkJobsOf,
} from "./work.ts";
