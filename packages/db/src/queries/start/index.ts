export { type BatchToWrite, writeBatches } from "./batches.ts";
export {
  cancelOldest,
  type CancelRequest,
  claimCancelRequests,
  completeCancelRequest,
  type Crowd,
  delayCancelRequest,
} from "./cancel-oldest.ts";
export {
  batchQueue,
  concurrencyQueue,
  debounceQueue,
  throttleQueue,
  tryLockStartQueues,
  wakeQueues,
} from "./start-queues.ts";
export { type AskedPair, claimAskedPairs, type ConditionAnswer, settleAskedPair } from "./asked-pairs.ts";
export { type EventFacts, findConditionFacts, findFactsOfEvents } from "./condition-facts.ts";
export { findLookup, keepLookup, sweepLookups } from "./lookup-cache.ts";
export { findRecentStarts, noteRanBefore, type RecentStart, type RecentStartRequest } from "./recent-starts.ts";
export {
  CONDITIONS_QUEUE,
  countPlaces,
  countQueues,
  type DueStarts,
  findDueWorkflows,
  type HeldStart,
  loadDueStarts,
  loadQueues,
  rejectHeld,
  type QueueRequest,
  type Settled,
  settleHeld,
  startHeld,
  startOrder,
  type StartOrder,
  type StartToWrite,
} from "./held-starts.ts";
export {
  loadMarks,
  type MarksRequest,
  type MarkToWrite,
  type StartMark,
  sweepMarks,
  writeMarks,
} from "./start-marks.ts";
