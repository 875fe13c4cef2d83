export { openApplicationDatabase, type ApplicationDatabase } from "./access/open-application-database.ts";
export { openDatabase } from "./connection/open-database.ts";
export type { Database, OpenDatabaseOptions } from "./connection/open-database.ts";
export { failureText } from "./connection/failure-text.ts";
export { health } from "./connection/health.ts";
export type { Health } from "./connection/health.ts";
export { isPostgresAway } from "./connection/is-postgres-away.ts";
export { jsonb } from "./connection/jsonb.ts";
export type { JsonText } from "./connection/jsonb.ts";
export { base32 } from "./id/base32.ts";
export { newId } from "./id/new-id.ts";
export { migrateToLatest } from "./migrations/migrate-to-latest.ts";
export {
  ANSWERS_CHANNEL,
  EVENTS_CHANNEL,
  REPLIES_CHANNEL,
  TRIGGERS_CHANNEL,
  UPDATES_CHANNEL,
  WATCH_CHANNEL,
} from "./notify/channels.ts";
export type { Channel } from "./notify/channels.ts";
export { notify, notifyUpdates } from "./notify/notify.ts";
export { listen } from "./notify/listen.ts";
export type { Listener, ListenOptions } from "./notify/listen.ts";
export { forEveryProject, forProject, type ProjectDatabase } from "./projects/for-project.ts";
export {
  openObtained,
  openSecrets,
  sealObtained,
  sealSecrets,
  type ConnectionPlace,
  type SealedSecrets,
} from "./connections/sealed-secrets.ts";
export { loadMasterKeys, readMasterKeySource, type MasterKeySource } from "./connections/master-keys.ts";
export { rewrapConnections, type Rewrapped } from "./connections/rewrap-connections.ts";
export {
  connectionUsages,
  deleteConnection,
  findConnections,
  findConnectionKind,
  findStepConnection,
  insertConnection,
  listConnections,
  lockConnection,
  namedConnections,
  updateConnection,
  type ConnectionRecord,
  type ConnectionRights,
  type ConnectionUsage,
  type ConnectionUser,
  type Credentials,
  type NamedConnection,
  type StepConnectionRecord,
} from "./queries/connections.ts";
export {
  answerConnectionSignIn,
  beginConnectionSignIn,
  findConnectionSignIn,
  findSigningConnection,
  insertConnectionSignIn,
  takeConnectionSignIn,
  type ConnectionSignIn,
} from "./queries/connection-sign-ins.ts";
export {
  hasSameFields,
  lockConnectionTokens,
  readConnectionTokens,
  storeConnectionTokens,
} from "./queries/connection-tokens.ts";
export { MAIN_PROJECT } from "./projects/main-project.ts";
export { projectOf, withinProject } from "./projects/project-scope.ts";
export type { Tables } from "./tables.ts";
export * from "./payloads/index.ts";
export * from "./queries/start/index.ts";
export type { PageRequest } from "./queries/page.ts";
export { rowsWithinBytes, type FittingRows } from "./queries/within-bytes.ts";
export {
  type ClaimedEvent,
  claimEvents,
  type DispatchedEvent,
  type DispatchToWrite,
  type ExecutionToInsert,
  type OutcomeToInsert,
  type WaitingEvent,
  writeDispatched,
} from "./queries/dispatch/match.ts";
export type { OutcomeReason } from "./queries/dispatch/ledger-tables.ts";
export {
  type ConcernedVersion,
  type EventAccount,
  findEventAccount,
  findLiveVersion,
  listOutcomes,
  type LiveVersionRecord,
  type Outcome,
  type OutcomeRecord,
} from "./queries/outcomes.ts";
export { type Backlog, findBacklog } from "./queries/backlog.ts";
export { listHeardEvents } from "./queries/heard-events.ts";
export { type LedgerSum, sumLedger } from "./queries/ledger.ts";
export {
  type LiveTriggers,
  loadTriggerSets,
  type TriggerSetChanges,
  type TriggerSetRequest,
} from "./queries/dispatch/live-triggers.ts";
export {
  type ClaimedExecution,
  claimPendingExecutions,
  type DelayedStart,
  delayStarts,
  failStarts,
  findDefinitions,
  type FrozenDefinition,
  markExecutionsRunning,
  type StartedExecution,
  type VersionKey,
} from "./queries/dispatch/start.ts";
export type { Claim } from "./queries/dispatch/fair-shares.ts";
export {
  type EventKey,
  type EventRowText,
  findEventsByKey,
  insertEvents,
  type KeyedEvent,
} from "./queries/dispatch/ingest.ts";
export {
  findVersions,
  insertVersion,
  listVersions,
  markPublished,
  type VersionRecord,
} from "./queries/workflows/versions.ts";
export { findWorkflows, listWorkflows, lockWorkflow, type WorkflowFilter } from "./queries/workflows/read.ts";
export {
  insertWorkflow,
  raiseLatestVersion,
  setPublishedVersion,
  setWorkflowStatus,
  updateDraft,
} from "./queries/workflows/write.ts";
export type { WorkflowDraft, WorkflowRecord } from "./queries/workflows/read.ts";
export {
  findTriggers,
  findTriggersBySource,
  triggerColumns,
  type TriggerProblem,
  type TriggerRow,
} from "./queries/triggers/trigger-row.ts";
export {
  changeTriggerState,
  setTriggerPaused,
  writeTriggers,
  type WantedTrigger,
} from "./queries/triggers/write-triggers.ts";
export {
  claimTriggerSyncs,
  delayTriggerSync,
  markTriggerSynced,
  type TriggerKey,
} from "./queries/triggers/sync-triggers.ts";
export {
  claimFollows,
  lockFollow,
  patchTriggerState,
  releaseFollow,
  renewFollow,
  setTriggerProblem,
  type FollowLease,
} from "./queries/triggers/follow-triggers.ts";
export { findWorkflowToHear } from "./queries/triggers/ending-events.ts";
export * from "./queries/triggers/trigger-due.ts";
export { type EventFilter, type EventRecord, findEvents, listEvents } from "./queries/events.ts";
export { closePendingExecution, type PendingClose } from "./queries/executions/close-pending.ts";
export type { ExecutionRecord, ExecutionStatus } from "./queries/executions/read.ts";
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
} from "./queries/executions/steps.ts";
export { findExecutions, listExecutions } from "./queries/executions/read.ts";
export { type HistoryEventRecord, historyPageKey, listHistoryEvents } from "./queries/executions/history.ts";
export type { ExecutionFilter } from "./queries/executions/read.ts";
export { listUpdates, type UpdateRecord } from "./queries/executions/read.ts";
export { type ApprovalFilter, approvalPageKey, type ApprovalRecord, listApprovals } from "./queries/approvals.ts";
export {
  type AuditEntry,
  type AuditFilter,
  type AuditLog,
  type AuditRecord,
  createAuditLog,
  insertAudit,
  listAudit,
} from "./queries/audit.ts";
export {
  type BulkItemEnd,
  type BulkLease,
  claimBulkJob,
  completeBulkJob,
  endBulkItems,
  nextBulkItems,
  releaseBulkLease,
  renewBulkLease,
  stopBulkJob,
  stopBulkJobsOf,
} from "./queries/bulk/work.ts";
export {
  type BulkItemRecord,
  type BulkJobRecord,
  type BulkOutcome,
  type BulkStatus,
  findBulkJobs,
  listBulkItems,
  listBulkJobs,
} from "./queries/bulk/jobs.ts";
export { type BulkCount, type BulkTargets, countBulkTargets, sampleBulkTargets } from "./queries/bulk/insert-job.ts";
export { type BulkJobToInsert, insertBulkJob, type InsertedBulkJob } from "./queries/bulk/insert-job.ts";
export {
  type EndedStep,
  type InsertedRerun,
  insertRerun,
  listEndedSteps,
  type RerunToInsert,
} from "./queries/executions/insert.ts";
export {
  listConnectionTypes,
  listSourceTypes,
  listNodeTypes,
  registerConnectionTypes,
  registerSourceTypes,
  registerNodeTypes,
} from "./queries/registered-types.ts";
export {
  addMirrorProblem,
  closeLostExecution,
  findKnownRuns,
  findOpenAmong,
  listOpenRuns,
  type OpenRun,
  type PossiblyOpenRun,
} from "./queries/mirror/open-runs.ts";
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
} from "./queries/mirror/rows.ts";
export { releaseRunLease, renewRunLease, type RunLease, takeRunLease } from "./queries/mirror/open-runs.ts";
export { type RunWriteOutcome, writeLiveUpdates, writeMirroredRuns } from "./queries/mirror/write.ts";
export {
  acquireLock,
  type LockKey,
  lockKeys,
  type LockOwner,
  type LockRequest,
  releaseLock,
} from "./queries/coordination/locks.ts";
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
} from "./queries/coordination/calls.ts";
export {
  type ChildEnd,
  claimChildEnds,
  delayChildEnds,
  requestChildEnd,
  completeChildEnd,
} from "./queries/coordination/outbox.ts";
export {
  type ClaimedReply,
  claimReplies,
  type ReplyOutcome,
  writeReplyOutcomes,
} from "./queries/coordination/outbox.ts";
export { closeCoordination, sweepCoordination } from "./queries/coordination/close.ts";
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
} from "./queries/coordination/waits.ts";
export {
  type EventTake,
  findPastEvents,
  findTakenEvent,
  insertEventTake,
  lookBackWindow,
  type PastEvent,
  type PastEventQuery,
} from "./queries/coordination/past-events.ts";
export {
  type ExecutionState,
  findExecutionProject,
  lockOpenExecution,
  type OwnExecution,
} from "./queries/coordination/open-execution.ts";
export { releasePayloads, sweepPayloads, type SweepPayloadsOptions } from "./queries/payloads.ts";
export { countRows } from "./queries/page.ts";
export { insertManualStart, type ManualStart } from "./queries/executions/insert.ts";
export {
  insertProject,
  listProjectEgress,
  listProjects,
  type ProjectEgress,
  projectExists,
  type ProjectRecord,
  type ProjectUsage,
  readProjectUsage,
  updateProject,
} from "./queries/projects.ts";
export {
  findValidTokens,
  insertToken,
  listTokens,
  revokeToken,
  type TokenRecord,
  type TokenToInsert,
  touchToken,
} from "./queries/tokens.ts";
export {
  deleteSession,
  deleteSessionsOf,
  findSessions,
  insertSession,
  sweepSignIns,
  type SessionRecord,
} from "./queries/sessions.ts";
export { listSigningKeys, writeSigningKeys, type PublicSigningKey } from "./queries/signing-keys.ts";
export { findStateAnswer, insertStateAnswer, sweepStateAnswers, type StateAnswer } from "./queries/state/answers.ts";
export {
  deleteStateEntry,
  insertStateEntry,
  lockStateEntry,
  readStateUsage,
  writeStateValue,
  type LockedEntry,
  type StatePlace,
  type StateUsage,
} from "./queries/state/entries.ts";
export {
  countMembers,
  forgetOldestMembers,
  knownMembers,
  removeExpiredMembers,
  seeMembers,
} from "./queries/state/members.ts";
export {
  findStateEntry,
  listStateEntries,
  readState,
  type StateEntryFilter,
  type StateEntryRecord,
} from "./queries/state/read.ts";
export { sweepDeletedWorkflows, sweepStateEntries } from "./queries/state/sweep.ts";
export {
  type AnswerOutcome,
  deleteHookWait,
  findHookAnswers,
  type HookAnswerRecord,
  insertHookWait,
  startedNothing,
  sweepHooks,
  writeHookAnswer,
} from "./queries/hooks/answers.ts";
export { deleteEventFiles, type EventFileRecord, findEventFile, insertEventFiles } from "./queries/hooks/files.ts";
export {
  answerHookTest,
  findHookTest,
  findWaitingHookTest,
  type HookTestRecord,
  insertHookTest,
} from "./queries/hooks/tests.ts";
export { addHookRefusals } from "./queries/hooks/refusals.ts";
export { isHookTaken } from "./queries/hooks/paths.ts";
