export { findListeningCircle, findWorkflowsToHear } from "./ending-events.ts";
export {
  claimFollows,
  type FollowLease,
  lockFollow,
  patchFollowedState,
  patchTriggerState,
  releaseFollow,
  renewFollow,
  setTriggerProblem,
} from "./follow-triggers.ts";
export {
  claimTriggerSyncs,
  delayTriggerSync,
  listSyncedTriggers,
  markTriggerSynced,
  syncTriggerAgain,
} from "./sync-triggers.ts";
export { dropNotedFailures, type NotedFailure, takeNotedFailures } from "./told-failures.ts";
export * from "./trigger-due.ts";
export {
  findTriggers,
  findTriggersBySource,
  listTriggersBeside,
  type TriggerKey,
  type TriggerProblem,
  type TriggerRow,
} from "./trigger-row.ts";
export { changeTriggerState, setTriggerPaused, type WantedTrigger, writeTriggers } from "./write-triggers.ts";
