export { findDueExecutions, type DueExecutions, type RemovalBounds } from "./due.ts";
export { effectiveDays, type EffectiveDays } from "./effective-days.ts";
export { findDueEvents, removeEvents, type DueEvents } from "./events.ts";
export { hasLostValues } from "./has-lost-values.ts";
export { insertRetentionHold, listRetentionHolds, releaseRetentionHold, type RetentionHold } from "./holds.ts";
export { listRetentionPolicies, setRetentionPolicy, type RetentionDays, type RetentionPolicy } from "./policy.ts";
export { readEventRows, readExecutionRows } from "./read-rows.ts";
export { removeExecutions } from "./remove.ts";
export {
  findRetentionState,
  leaseRemoval,
  listRetentionProjects,
  releaseRemoval,
  reportRemoval,
  reportTemporalRetention,
  type RetentionState,
} from "./state.ts";
