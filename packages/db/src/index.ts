export { openApplicationDatabase, type ApplicationDatabase } from "./access/open-application-database.ts";
export { openDatabase } from "./connection/open-database.ts";
export type { Database, OpenDatabaseOptions } from "./connection/open-database.ts";
export { failureText } from "./connection/failure-text.ts";
export { health } from "./connection/health.ts";
export type { Health } from "./connection/health.ts";
export { watchPool } from "./connection/watch-pool.ts";
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
export { notify, notifyEach, notifyUpdates } from "./notify/notify.ts";
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
export { StatementTooLong, withinTime } from "./queries/within-time.ts";
export { rowsWithinBytes, type FittingRows } from "./queries/within-bytes.ts";
export * from "./queries/dispatch/index.ts";
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
export { countLeases, type LeaseCount } from "./queries/leases.ts";
export { countHeld, countTraffic, countWaiting, type TrafficMinute, type Waiting } from "./queries/traffic.ts";
export {
  beatWorker,
  forgetWorker,
  listWorkers,
  WORKER_BEAT_MS,
  type WorkerProcess,
} from "./queries/worker-processes.ts";
export { type Backlog, type BrokenTrigger, type FailingLookup, findBacklog } from "./queries/backlog.ts";
export { listHeardEvents } from "./queries/heard-events.ts";
export { type LedgerSum, sumLedger } from "./queries/ledger.ts";
export * from "./queries/workflows/index.ts";
export * from "./queries/triggers/index.ts";
export { type EventFilter, type EventRecord, findEvents, listEvents } from "./queries/events.ts";
export * from "./queries/executions/index.ts";
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
export * from "./queries/bulk/index.ts";
export {
  listConnectionTypes,
  listSourceTypes,
  listNodeTypes,
  registerConnectionTypes,
  registerSourceTypes,
  registerNodeTypes,
} from "./queries/registered-types.ts";
export * from "./queries/mirror/index.ts";
export * from "./queries/retention/index.ts";
export {
  bindTemporalNamespace,
  findTemporalNamespace,
  isAnyRunning,
  isAnyRunningInProjects,
  type TemporalBinding,
  type TemporalNamespace,
} from "./queries/temporal-namespace.ts";
export * from "./queries/coordination/index.ts";
export { releasePayloads, sweepPayloads, type SweepPayloadsOptions } from "./queries/payloads.ts";
export { countRows } from "./queries/page.ts";
export {
  findRoom,
  insertProject,
  listProjectEgress,
  listProjects,
  type ProjectEgress,
  projectExists,
  type ProjectRecord,
  type ProjectUsage,
  type LimitLeft,
  limitsLeft,
  readProjectUsage,
  type Room,
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
  endOldestSessions,
  findSessions,
  insertSession,
  sweepSignIns,
  takeSignInLink,
  type SessionRecord,
} from "./queries/sessions.ts";
export { listSigningKeys, writeSigningKeys, type PublicSigningKey } from "./queries/signing-keys.ts";
export * from "./queries/state/index.ts";
export * from "./queries/hooks/index.ts";
