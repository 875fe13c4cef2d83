import {
  findAttempts,
  findBulkJobs,
  findEvents,
  findExecutions,
  findSteps,
  findVersions,
  findWorkflows,
  listApprovals,
  listAudit,
  listBulkItems,
  listBulkJobs,
  listEvents,
  listExecutions,
  listHistoryEvents,
  listLogs,
  listSteps,
  listVersions,
  listWorkflows,
  type ApprovalRecord,
  type AttemptRecord,
  type AuditFilter,
  type AuditRecord,
  type BulkOutcome,
  type EventFilter,
  type ExecutionFilter,
  type ExecutionRecord,
  type PageRequest,
  type WorkflowDraft,
  type WorkflowFilter,
} from "@tempograph/db";
import type { Principal } from "../access/principal.ts";
import { may, type Permission } from "../access/roles.ts";
import type { AppDeps } from "./app-deps.ts";
import { ok, refuse, type Result } from "./app-error.ts";
import { approvalFilter, mayDecide, type ApprovalsFilter } from "./approvals.ts";
import { audited, forbidden } from "./audit/audited.ts";
import { previewBulk, startBulk, stopBulk, type BulkRequest, type StartBulkInput } from "./bulk/bulk.ts";
import {
  hasClosed,
  isNotPaused,
  isPaused,
  readAfter,
  stepEnded,
  stepRunsAgain,
  type Effect,
} from "./after-operation.ts";
import { checkDraft } from "./check-draft.ts";
import { createWorkflow, type CreateWorkflowInput } from "./create-workflow.ts";
import { followExecution, viewExecution } from "./follow-execution.ts";
import { getVersion } from "./get-version.ts";
import { checkHealth } from "./health.ts";
import { diffVersions, type DiffVersionsInput } from "./diff-versions.ts";
import { knownNodeTypes } from "./known-node-types.ts";
import { inOrder, toStepKey, toVersionKey } from "./load-in-order.ts";
import { runNode, type RunNodeInput } from "./node-run/run-node.ts";
import { publishWorkflow, type PublishWorkflowInput } from "./publish-workflow.ts";
import { archiveWorkflow, deleteWorkflow } from "./retire-workflow.ts";
import { rerunExecution, type RerunInput } from "./rerun/rerun-execution.ts";
import { saveDraft, type SaveDraftInput } from "./save-draft.ts";
import type { SavedWorkflow } from "./saved-workflow.ts";
import { sendEvent, sendEvents, type SendEventInput } from "./send-events.ts";
import {
  cancelExecution,
  signalExecution,
  terminateExecution,
  type SignalExecutionInput,
  type StopExecutionInput,
} from "./steer-execution.ts";
import { simulate, type SimulateInput } from "./simulate/simulate.ts";
import {
  decideApproval,
  failIncident,
  pauseExecution,
  resumeExecution,
  retryIncident,
  skipIncident,
  skipWait,
  type DecideInput,
  type FailInput,
  type GateInput,
  type RetryInput,
  type SkipInput,
  type SkipWaitInput,
  type Steered,
} from "./steer/operations.ts";
import { temporalUiUrl } from "./temporal-ui-url.ts";
import { validateDraft } from "./validate-draft.ts";

/** The use-cases of one caller. */
export type App = ReturnType<typeof bind>;

export interface Apps {
  as(caller: Principal): App;
}

/** The use-cases, bound to what they stand on. GraphQL and REST are both thin over these. */
export function createApp(deps: AppDeps): Apps {
  return { as: (caller) => bind(deps, caller) };
}

/**
 * What changes something asks the roles first and, but for events (which are their own record), leaves a row in the
 * audit log. Reading is free to every token.
 */
function bind(deps: AppDeps, caller: Principal) {
  const { db } = deps;
  const command = <Input, T>(
    action: string,
    permission: Permission,
    run: (input: Input) => Promise<Result<T>>,
    made?: (value: T) => string,
  ) => audited(db, caller, { action, permission, run, ...(made && { made }) });
  const showing = async (effect: Effect, accepted: Promise<Result<ExecutionRecord>>) => {
    const result = await accepted;
    return result.ok ? ok(await readAfter(deps, result.value, effect)) : result;
  };
  const showingStep = async (effect: Effect, accepted: Promise<Result<Steered>>) => {
    const result = await accepted;
    if (!result.ok) return result;
    const { execution, path } = result.value;
    return ok({ path, execution: await readAfter(deps, execution, effect, path) });
  };
  const workflowId = ({ workflow }: SavedWorkflow) => workflow.id;
  return {
    createWorkflow: command(
      "workflowCreate",
      "workflows",
      (input: CreateWorkflowInput) => createWorkflow(deps, input),
      workflowId,
    ),
    saveDraft: command("workflowSaveDraft", "workflows", (input: SaveDraftInput) => saveDraft(deps, input)),
    publishWorkflow: command("workflowPublish", "workflows", (input: PublishWorkflowInput) =>
      publishWorkflow(deps, input),
    ),
    archiveWorkflow: command("workflowArchive", "workflows", (id: string) => archiveWorkflow(deps, id)),
    deleteWorkflow: command("workflowDelete", "workflows", (id: string) => deleteWorkflow(deps, id)),
    validateDraft: (draft: { readonly graph: unknown; readonly triggers: unknown }) => validateDraft(deps, draft),
    problemsOf: async (draft: WorkflowDraft) => checkDraft(draft, await knownNodeTypes(db)).problems,
    getWorkflow: async (id: string) => (await findWorkflows(db, [id]))[0] ?? null,
    listWorkflows: (filter: WorkflowFilter, page: PageRequest) => listWorkflows(db, filter, page),
    getVersion: (workflowId: string, version: number) => getVersion(deps, workflowId, version),
    diffVersions: (input: DiffVersionsInput) => diffVersions(deps, input),
    simulate: (input: SimulateInput) => simulate(deps, input),
    runNode: command("runNode", "workflows", (input: RunNodeInput) => runNode(deps, input)),
    listVersions: (workflowId: string, page: PageRequest) => listVersions(db, workflowId, page),

    sendEvent: async (input: SendEventInput) =>
      may(caller, "events") ? await sendEvent(deps, input) : refuse(forbidden(caller, "events")),
    sendEvents: async (inputs: readonly SendEventInput[]) =>
      may(caller, "events") ? await sendEvents(deps, inputs) : refuse(forbidden(caller, "events")),
    listEvents: (filter: EventFilter, page: PageRequest) => listEvents(db, filter, page),

    viewExecution: (id: string) => viewExecution(deps, id),
    followExecution: (id: string, after: string | undefined) => followExecution(deps, id, after),
    listExecutions: (filter: ExecutionFilter, page: PageRequest) => listExecutions(db, filter, page),
    listSteps: (executionId: string, page: PageRequest) => listSteps(db, executionId, page),
    listLogs: (executionId: string, path: string | undefined, page: PageRequest) =>
      listLogs(db, executionId, path, page),
    listHistory: (executionId: string, page: PageRequest) => listHistoryEvents(db, executionId, page),
    cancelExecution: command("executionCancel", "steer", (input: StopExecutionInput) =>
      showing(hasClosed, cancelExecution(deps, input)),
    ),
    terminateExecution: command("executionTerminate", "steer", (input: StopExecutionInput) =>
      showing(hasClosed, terminateExecution(deps, input)),
    ),
    signalExecution: command("executionSignal", "steer", (input: SignalExecutionInput) => signalExecution(deps, input)),
    pauseExecution: command("executionPause", "steer", (input: GateInput) =>
      showingStep(isPaused, pauseExecution(deps, caller, input)),
    ),
    resumeExecution: command("executionResume", "steer", (input: GateInput) =>
      showingStep(isNotPaused, resumeExecution(deps, caller, input)),
    ),
    skipWait: command("executionSkipWait", "steer", (input: SkipWaitInput) =>
      showingStep(stepEnded, skipWait(deps, caller, input)),
    ),
    retryIncident: command("incidentRetry", "steer", async (input: RetryInput) => {
      const [step] = await findSteps(db, [input]);
      return await showingStep(stepRunsAgain(step?.attempts ?? 0), retryIncident(deps, caller, input));
    }),
    skipIncident: command("incidentSkip", "steer", (input: SkipInput) =>
      showingStep(stepEnded, skipIncident(deps, caller, input)),
    ),
    failIncident: command("incidentFail", "steer", (input: FailInput) =>
      showingStep(stepEnded, failIncident(deps, caller, input)),
    ),
    decideApproval: command("approvalDecide", "decide", (input: DecideInput) =>
      showingStep(stepEnded, decideApproval(deps, caller, input)),
    ),
    listApprovals: (filter: ApprovalsFilter, page: PageRequest) =>
      listApprovals(db, approvalFilter(caller, filter), page),
    mayDecide: (approval: ApprovalRecord) => mayDecide(caller, approval),
    rerunExecution: command(
      "executionRerun",
      "steer",
      (input: RerunInput) => rerunExecution(deps, input),
      ({ execution }) => execution.id,
    ),
    bulkPreview: (input: BulkRequest) => previewBulk(deps, input),
    startBulk: command(
      "bulkStart",
      "steer",
      (input: StartBulkInput) => startBulk(deps, caller, input),
      (job) => job.id,
    ),
    stopBulk: command("bulkStop", "steer", (input: { readonly id: string }) => stopBulk(deps, input.id)),
    listBulkJobs: (page: PageRequest) => listBulkJobs(db, page),
    listBulkItems: (jobId: string, outcome: BulkOutcome | null | undefined, page: PageRequest) =>
      listBulkItems(db, jobId, outcome, page),
    listAudit: async (filter: AuditFilter, page: PageRequest): Promise<Result<readonly AuditRecord[]>> =>
      may(caller, "audit") ? ok(await listAudit(db, filter, page)) : refuse(forbidden(caller, "audit")),
    temporalUiUrl: (execution: ExecutionRecord) => temporalUiUrl(deps, execution),

    listNodeTypes: async () => [...(await knownNodeTypes(db)).values()],
    health: () => checkHealth(deps),

    // For dataloaders: one answer for each id, in their order, null where there is none. Deleted workflows are found,
    // since their executions still name them.
    loadWorkflows: async (ids: readonly string[]) =>
      inOrder(ids, await findWorkflows(db, ids, { withDeleted: true }), (w) => w.id),
    loadVersions: async (ids: readonly string[]) =>
      inOrder(ids, await findVersions(db, ids.map(toVersionKey)), (v) => `${v.workflowId}:${String(v.version)}`),
    loadEvents: async (ids: readonly string[]) => inOrder(ids, await findEvents(db, ids), (e) => e.id),
    loadExecutions: async (ids: readonly string[]) => inOrder(ids, await findExecutions(db, ids), (e) => e.id),
    loadBulkJobs: async (ids: readonly string[]) => inOrder(ids, await findBulkJobs(db, ids), (job) => job.id),
    loadSteps: async (ids: readonly string[]) =>
      inOrder(ids, await findSteps(db, ids.map(toStepKey)), (s) => `${s.executionId}:${s.path}`),
    loadAttempts: async (ids: readonly string[]) => {
      const byStep = new Map<string, AttemptRecord[]>(ids.map((id) => [id, []]));
      for (const attempt of await findAttempts(db, ids.map(toStepKey)))
        byStep.get(`${attempt.executionId}:${attempt.path}`)?.push(attempt);
      return ids.map((id) => byStep.get(id) ?? []);
    },
    loadNodeTypes: async (types: readonly string[]) => {
      const known = await knownNodeTypes(db);
      return types.map((type) => known.get(type) ?? null);
    },
  };
}
