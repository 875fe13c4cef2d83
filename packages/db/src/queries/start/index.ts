export { concurrencyQueue, throttleQueue, tryLockStartQueues, wakeQueues } from "./start-queues.ts";
export {
  countPlaces,
  findDueWorkflows,
  findQueues,
  type HeldStart,
  loadDueStarts,
  loadQueue,
  type Settled,
  settleHeld,
  startHeld,
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
