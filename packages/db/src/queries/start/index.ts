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
export {
  countPlaces,
  countQueues,
  type DueStarts,
  findDueWorkflows,
  type HeldStart,
  loadDueStarts,
  loadQueues,
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
