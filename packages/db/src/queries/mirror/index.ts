export { adoptExecution, type Adoption, type FoundExecution } from "./adopt.ts";
export { type FailingTask, listFailingTasks, markGoesOn, markTaskFails } from "./failing-tasks.ts";
export {
  closeLostExecution,
  giveUpLost,
  listMissingRuns,
  markMissing,
  type MissingRun,
  reopenExecution,
} from "./missing-runs.ts";
export {
  addMirrorProblem,
  findKnownRuns,
  findOpenAmong,
  listOpenRuns,
  mirroredUntil,
  type OpenRun,
  type PossiblyOpenRun,
  releaseRunLease,
  renewRunLease,
  type RunLease,
  takeRunLease,
} from "./open-runs.ts";
export {
  type EndedRun,
  findMirroredEvents,
  isAnyRolledBack,
  listEndedRuns,
  listMirroredTimes,
  markRolledBack,
  unmarkRolledBack,
} from "./rolled-back.ts";
export {
  askAboutStarts,
  askToReconcile,
  dropQuestions,
  keepMirrored,
  listReconcilable,
  listToReconcile,
  type Reconcilable,
  startAgain,
  takeFromTemporal,
  type ToReconcile,
} from "./reconcile.ts";
export { findStoredUpdates } from "./lock-executions.ts";
export type {
  AttemptRow,
  HistoryEventRow,
  LiveRows,
  LiveWrite,
  LogRow,
  MirroredRun,
  RunClose,
  StepRow,
  UpdateRow,
} from "./rows.ts";
export { type RunWriteOutcome, writeLiveUpdates, writeMirroredRuns } from "./write.ts";
