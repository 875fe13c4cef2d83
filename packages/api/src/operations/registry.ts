import { approvals } from "./approvals/read.ts";
import { auditLog } from "./audit/read.ts";
import { bulkItems, bulkJob, bulkJobs, bulkPreview, bulkStart, bulkStop } from "./bulk/bulk.ts";
import { payloadsDecode, payloadsEncode } from "./codec/codec.ts";
import { connectionAuthorize } from "./connections/authorize.ts";
import { connectionCreate, connectionDelete, connectionUpdate } from "./connections/change.ts";
import { sourceTypes } from "./triggers/source-types.ts";
import { connection, connections, connectionTypes, connectionUsages } from "./connections/read.ts";
import { connectionTest } from "./connections/test.ts";
import { eventOutcomes, whyNot } from "./events/outcomes.ts";
import { event, events } from "./events/read.ts";
import { eventResend } from "./events/resend.ts";
import { eventSend, eventSendBatch } from "./events/send.ts";
import { approvalsChanged, executionsChanged } from "./executions/changes.ts";
import { executionEvents } from "./executions/follow.ts";
import { execution, executionHistory, executionLogs, executionSteps, executions } from "./executions/read.ts";
import { executionRerun } from "./executions/rerun.ts";
import {
  approvalDecide,
  executionPause,
  executionResume,
  executionSkipWait,
  incidentFail,
  incidentRetry,
  incidentSkip,
} from "./executions/steer.ts";
import { executionStart } from "./executions/start.ts";
import { executionCancel, executionSignal, executionTerminate } from "./executions/stop.ts";
import type { AnyList, AnyOperation } from "./operation.ts";
import { allowedOperations } from "./system/allowed-operations.ts";
import { doctor } from "./system/doctor.ts";
import { executionReconcile, executionsToReconcile } from "./system/reconcile.ts";
import {
  conditionOperators,
  expressionFunctions,
  health,
  node,
  nodeTypes,
  nodes,
  ready,
  viewer,
} from "./system/system.ts";
import { overview } from "./system/overview.ts";
import { workerKill } from "./system/worker-kill.ts";
import { projectCreate, projectUpdate, projects } from "./projects/projects.ts";
import { retentionHold, retentionHoldRelease, retentionHolds } from "./retention/holds.ts";
import { retention, retentionClear, retentionPreview, retentionSet } from "./retention/policy.ts";
import { sessionsEnd } from "./tokens/sessions.ts";
import { tokenCreate, tokenRevoke, tokens } from "./tokens/tokens.ts";
import { eventFile } from "./hooks/event-file.ts";
import { webhookTest, webhookTestResult } from "./hooks/webhook-test.ts";
import { runNode } from "./try/run-node.ts";
import { simulate } from "./try/simulate.ts";
import { stateDelete, stateSet } from "./state/change.ts";
import { stateEntries, stateEntry } from "./state/read.ts";
import { workflowCreate } from "./workflows/create.ts";
import { workflowPublish } from "./workflows/publish.ts";
import {
  validateGraph,
  workflow,
  workflowDiff,
  workflowOpenExecutions,
  workflowVersion,
  workflowVersions,
  workflows,
} from "./workflows/read.ts";
import { workflowFromText, workflowSentences } from "./workflows/sentences.ts";
import { workflowSaveDraft } from "./workflows/save-draft.ts";
import {
  databaseTriggerInstall,
  databaseTriggerRemove,
  workflowTriggerContinue,
} from "./workflows/stopped-triggers.ts";
import { scheduleBackfill, scheduleFire, scheduleTimes } from "./workflows/schedules.ts";
import { triggerKinds, workflowTriggerPause, workflowTriggerResume, workflowTriggers } from "./workflows/triggers.ts";
import { whatIf, whatIfProgress } from "./workflows/what-if.ts";
import { workflowArchive, workflowDelete, workflowUnarchive } from "./workflows/status.ts";

/** All operations that a caller can request, in the order of the documentation. */
export const operations: readonly (AnyOperation | AnyList)[] = [
  workflowCreate,
  workflows,
  workflow,
  workflowSaveDraft,
  workflowDelete,
  workflowPublish,
  workflowArchive,
  workflowUnarchive,
  workflowTriggers,
  workflowTriggerPause,
  workflowTriggerResume,
  workflowTriggerContinue,
  databaseTriggerInstall,
  databaseTriggerRemove,
  scheduleTimes,
  scheduleFire,
  scheduleBackfill,
  workflowVersions,
  workflowOpenExecutions,
  workflowVersion,
  workflowDiff,
  workflowSentences,
  workflowFromText,
  webhookTest,
  webhookTestResult,
  eventFile,
  validateGraph,
  simulate,
  eventSend,
  eventSendBatch,
  eventResend,
  events,
  event,
  eventOutcomes,
  whyNot,
  whatIf,
  whatIfProgress,
  executions,
  execution,
  executionStart,
  executionSteps,
  executionHistory,
  executionLogs,
  executionEvents,
  executionsChanged,
  approvalsChanged,
  executionCancel,
  executionTerminate,
  executionSignal,
  executionPause,
  executionResume,
  executionSkipWait,
  approvals,
  approvalDecide,
  incidentRetry,
  incidentSkip,
  incidentFail,
  executionRerun,
  stateEntries,
  stateEntry,
  stateSet,
  stateDelete,
  bulkPreview,
  bulkStart,
  bulkJobs,
  bulkJob,
  bulkItems,
  bulkStop,
  triggerKinds,
  nodeTypes,
  runNode,
  sourceTypes,
  connectionTypes,
  connections,
  connection,
  connectionCreate,
  connectionUpdate,
  connectionAuthorize,
  connectionTest,
  connectionUsages,
  connectionDelete,
  expressionFunctions,
  conditionOperators,
  viewer,
  allowedOperations(() => operations),
  projects,
  projectCreate,
  projectUpdate,
  retention,
  retentionSet,
  retentionClear,
  retentionPreview,
  retentionHolds,
  retentionHold,
  retentionHoldRelease,
  auditLog,
  tokenCreate,
  tokenRevoke,
  tokens,
  sessionsEnd,
  payloadsDecode,
  payloadsEncode,
  health,
  overview,
  workerKill,
  doctor,
  executionsToReconcile,
  executionReconcile,
  ready,
  node,
  nodes,
];
