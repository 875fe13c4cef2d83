import {
  findAttempts,
  findEvents,
  findExecutions,
  findSteps,
  findVersions,
  findWorkflows,
  listEvents,
  listExecutions,
  listHistoryEvents,
  listLogs,
  listSteps,
  listVersions,
  listWorkflows,
  type AttemptRecord,
  type EventFilter,
  type ExecutionFilter,
  type ExecutionRecord,
  type PageRequest,
  type WorkflowDraft,
  type WorkflowFilter,
} from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { checkDraft } from "./check-draft.ts";
import { createWorkflow, type CreateWorkflowInput } from "./create-workflow.ts";
import { followExecution, viewExecution } from "./follow-execution.ts";
import { getVersion } from "./get-version.ts";
import { checkHealth } from "./health.ts";
import { knownNodeTypes } from "./known-node-types.ts";
import { inOrder, toStepKey, toVersionKey } from "./load-in-order.ts";
import { publishWorkflow, type PublishWorkflowInput } from "./publish-workflow.ts";
import { archiveWorkflow, deleteWorkflow } from "./retire-workflow.ts";
import { saveDraft, type SaveDraftInput } from "./save-draft.ts";
import { sendEvent, sendEvents, type SendEventInput } from "./send-events.ts";
import {
  cancelExecution,
  signalExecution,
  terminateExecution,
  type SignalExecutionInput,
  type StopExecutionInput,
} from "./steer-execution.ts";
import { temporalUiUrl } from "./temporal-ui-url.ts";
import { validateDraft } from "./validate-draft.ts";

export type App = ReturnType<typeof createApp>;

/** The use-cases, bound to what they stand on. GraphQL and REST are both thin over these. */
export function createApp(deps: AppDeps) {
  const { db } = deps;
  return {
    createWorkflow: (input: CreateWorkflowInput) => createWorkflow(deps, input),
    saveDraft: (input: SaveDraftInput) => saveDraft(deps, input),
    publishWorkflow: (input: PublishWorkflowInput) => publishWorkflow(deps, input),
    archiveWorkflow: (id: string) => archiveWorkflow(deps, id),
    deleteWorkflow: (id: string) => deleteWorkflow(deps, id),
    validateDraft: (draft: { readonly graph: unknown; readonly triggers: unknown }) => validateDraft(deps, draft),
    problemsOf: async (draft: WorkflowDraft) => checkDraft(draft, await knownNodeTypes(db)).problems,
    getWorkflow: async (id: string) => (await findWorkflows(db, [id]))[0] ?? null,
    listWorkflows: (filter: WorkflowFilter, page: PageRequest) => listWorkflows(db, filter, page),
    getVersion: (workflowId: string, version: number) => getVersion(deps, workflowId, version),
    listVersions: (workflowId: string, page: PageRequest) => listVersions(db, workflowId, page),

    sendEvent: (input: SendEventInput) => sendEvent(deps, input),
    sendEvents: (inputs: readonly SendEventInput[]) => sendEvents(deps, inputs),
    listEvents: (filter: EventFilter, page: PageRequest) => listEvents(db, filter, page),

    viewExecution: (id: string) => viewExecution(deps, id),
    followExecution: (id: string, after: string | undefined) => followExecution(deps, id, after),
    listExecutions: (filter: ExecutionFilter, page: PageRequest) => listExecutions(db, filter, page),
    listSteps: (executionId: string, page: PageRequest) => listSteps(db, executionId, page),
    listLogs: (executionId: string, path: string | undefined, page: PageRequest) =>
      listLogs(db, executionId, path, page),
    listHistory: (executionId: string, page: PageRequest) => listHistoryEvents(db, executionId, page),
    cancelExecution: (input: StopExecutionInput) => cancelExecution(deps, input),
    terminateExecution: (input: StopExecutionInput) => terminateExecution(deps, input),
    signalExecution: (input: SignalExecutionInput) => signalExecution(deps, input),
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
