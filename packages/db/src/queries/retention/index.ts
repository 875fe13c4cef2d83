export { countDue, type DueCounts } from "./count-due.ts";
export { findDueExecutions, type DueExecutions, type RemovalBounds } from "./due.ts";
export { effectiveDays, type EffectiveDays } from "./effective-days.ts";
export { findDueEvents, removeEvents, type DueEvents } from "./events.ts";
export { hasLostValues } from "./has-lost-values.ts";
export { insertRetentionHold, listRetentionHolds, releaseRetentionHold, type RetentionHold } from "./holds.ts";
export { leastAgeMs } from "./least-age.ts";
export {
  clearRetentionPolicy,
  listRetentionPolicies,
  setRetentionPolicy,
  type RetentionDays,
  type RetentionPolicy,
} from "./policy.ts";
export { readEventRows, readExecutionRows } from "./read-rows.ts";
export { removeExecutions } from "./remove.ts";
export { addToRun, endRuns, failRun, listRetentionRuns, type RemovedBatch, type RetentionRun } from "./runs.ts";
export {
  findRetentionState,
  leaseRemoval,
  listRetentionProjects,
  releaseRemoval,
  reportRemoval,
  reportTemporalRetention,
  type RetentionState,
} from "./state.ts";
