export {
  CALL_EVENT_TYPE,
  CALL_TRIGGER_ID,
  type CallableWorkflow,
  callDepth,
  type CallRecord,
  type CallToInsert,
  findCall,
  findCallable,
  insertCall,
} from "./calls.ts";
export { closeCoordination, sweepCoordination } from "./close.ts";
export { acquireLock, type LockKey, lockKeys, type LockOwner, type LockRequest, releaseLock } from "./locks.ts";
export { type ExecutionState, findExecutionProject, lockOpenExecution, type OwnExecution } from "./open-execution.ts";
export {
  type ChildEnd,
  claimChildEnds,
  type ClaimedReply,
  claimReplies,
  completeChildEnd,
  delayChildEnds,
  type ReplyOutcome,
  requestChildEnd,
  writeReplyOutcomes,
} from "./outbox.ts";
export {
  type EventTake,
  findPastEvents,
  findTakenEvent,
  insertEventTake,
  lookBackWindow,
  type PastEvent,
  type PastEventQuery,
} from "./past-events.ts";
export {
  type CorrelationKey,
  type EventFilterKey,
  type EventWait,
  type EventWaitToInsert,
  findEventWaits,
  insertEventWait,
  listEventWaitPaths,
  lockEventType,
  shareEventTypes,
  takeEventWaits,
  type TakenWait,
  type WaitCandidate,
} from "./waits.ts";
