import { findSteps, type ExecutionRecord } from "@tempograph/db";
import { temporalUiUrl } from "../app/temporal-ui-url.ts";
import { executionStatus } from "../operations/executions/execution-input.ts";
import { executionHistory, executionLogs, executionSteps, executions } from "../operations/executions/read.ts";
import { connectionField } from "./connection.ts";
import { FailureType } from "./failure.ts";
import { enumType } from "./input-types.ts";
import { EventType, ExecutionType, StepType, WorkflowType, WorkflowVersionType } from "./node-refs.ts";

ExecutionType.implement({
  description: "One run of one version of a workflow for one event.",
  isTypeOf: (value) => typeof value === "object" && value !== null && "triggerId" in value,
  fields: (t) => ({
    workflow: t.field({ type: WorkflowType, description: "The workflow.", resolve: (e) => e.workflowId }),
    version: t.field({
      type: WorkflowVersionType,
      description: "The version it keeps to, whatever is published later.",
      resolve: (e) => `${e.workflowId}:${String(e.workflowVersion)}`,
    }),
    event: t.field({ type: EventType, description: "The event that started it.", resolve: (e) => e.eventId }),
    triggerId: t.exposeString("triggerId", { description: "The trigger that matched." }),
    rerunOf: t.field({
      type: ExecutionType,
      nullable: true,
      description: "The execution that this one runs again.",
      resolve: (e) => e.rerunOf,
    }),
    rerunFrom: t.exposeID("rerunFrom", {
      nullable: true,
      description: "The node that it began at. Null: whole, or no rerun.",
    }),
    reruns: connectionField(
      t,
      { ...executions, description: "Executions that run this one again, the newest first." },
      {},
      ({ id }: ExecutionRecord) => ({ filter: { rerunOf: id } }),
    ),
    status: t.field({ type: enumType(executionStatus), description: "Where it stands.", resolve: (e) => e.status }),
    paused: t.exposeBoolean("paused", {
      description: "A person holds it: no new step, timer or end until `executionResume`.",
    }),
    output: t.field({ type: "JSON", nullable: true, description: "What it gave.", resolve: (e) => e.output }),
    failure: t.field({ type: FailureType, nullable: true, description: "Why it failed.", resolve: (e) => e.failure }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was decided that it should be." }),
    startedAt: t.expose("startedAt", { type: "DateTime", nullable: true, description: "When Temporal took it." }),
    closedAt: t.expose("closedAt", { type: "DateTime", nullable: true, description: "When it ended." }),
    startError: t.exposeString("startError", { nullable: true, description: "Why Temporal did not take it yet." }),
    steps: connectionField(t, executionSteps, {}, ({ id }: ExecutionRecord) => ({ id })),
    step: t.field({
      type: StepType,
      nullable: true,
      description: "The step at this path.",
      args: { path: t.arg.string({ required: true, description: "`notify`, `each[3]/notify`" }) },
      resolve: async (e, { path }, { deps }) => (await findSteps(deps.db, [{ executionId: e.id, path }]))[0] ?? null,
    }),
    logs: connectionField(t, executionLogs, {}, ({ id }: ExecutionRecord) => ({ id })),
    historyEvents: connectionField(t, executionHistory, {}, ({ id }: ExecutionRecord) => ({ id })),
    historyEventCount: t.int({
      nullable: true,
      description: "Events of all mirrored runs. Null until mirrored.",
      resolve: (e) => e.historyEvents,
    }),
    mirrorOk: t.exposeBoolean("mirrorOk", {
      nullable: true,
      description: "Mirror, machine and Temporal agree. Null until mirrored.",
    }),
    mirrorProblem: t.field({
      type: "JSON",
      nullable: true,
      description: "Where they differ.",
      resolve: (e) => e.mirrorProblem,
    }),
    runId: t.exposeString("runId", { nullable: true, description: "Temporal's id of the current run." }),
    firstRunId: t.exposeString("firstRunId", {
      nullable: true,
      description: "Temporal's id of the first run of its chain.",
    }),
    cursor: t.string({
      description: "`after` for `executionEvents`, to get only what comes later than this answer.",
      resolve: (e) => e.updateSeq,
    }),
    temporalUiUrl: t.string({
      nullable: true,
      description: "This execution in Temporal's Web UI.",
      resolve: (e, _args, { deps }) => temporalUiUrl(deps, e),
    }),
  }),
});
