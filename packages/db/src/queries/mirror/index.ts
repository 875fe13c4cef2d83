export { closeLostExecution } from "./close-lost-execution.ts";
export {
  findKnownExecutions,
  findOpenAmong,
  listOpenRuns,
  type OpenRun,
  type PossiblyOpenRun,
} from "./find-open-runs.ts";
export type {
  LiveRows,
  LiveWrite,
  AttemptRow,
  HistoryEventRow,
  LogRow,
  MirroredRun,
  RunClose,
  UpdateRow,
} from "./mirror-rows.ts";
export { releaseRunLease, renewRunLease, takeRunLease, type RunLease } from "./run-lease.ts";
export type { StepRow } from "./step-row.ts";
export { writeLiveUpdates } from "./write-live-updates.ts";
export { writeMirroredRuns, type RunWriteOutcome } from "./write-mirrored-runs.ts";
