export { type CallLink, findCalled, findCallers } from "./call-links.ts";
export { checkEnds, type EndsChecked } from "./check-ends.ts";
export { findScheduledSteps, type ScheduledStep } from "./scheduled-steps.ts";
export { closePendingExecution, type PendingClose } from "./close-pending.ts";
export { listUpdates } from "./list-updates.ts";
export { readTails, type Tail, type TailRequest } from "./read-tails.ts";
export { type FittingIds, whichFit, whichHaveApprovals } from "./which-fit.ts";
export { type HistoryEventRecord, historyPageKey, listHistoryEvents } from "./history.ts";
export {
  type EndedStep,
  type InsertedRerun,
  insertManualStart,
  insertRerun,
  listEndedSteps,
  type ManualStart,
  type RerunToInsert,
} from "./insert.ts";
export { type ExecutionFilter, WAITS, type WaitKind } from "./execution-filter.ts";
export {
  type ExecutionRecord,
  type ExecutionStatus,
  findExecutions,
  listExecutions,
  type UpdateRecord,
} from "./read.ts";
export {
  type AttemptRecord,
  findAttempts,
  findSteps,
  listLogs,
  listSteps,
  type LogRecord,
  type StepKey,
  stepPageKey,
  type StepRecord,
} from "./steps.ts";
export { countOpenByVersion, type OpenExecutions } from "./open-by-version.ts";
