import { findSteps, type CallLink, type ExecutionRecord } from "@tempograph/db";
import { executionAnswer, executionJson } from "../operations/answers/execution.ts";
import { ENCODED, executionHistory, executionLogs, executionSteps, executions } from "../operations/executions/read.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { pendingBecause } from "../app/outcomes/pending-because.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import { loadCallers } from "./load.ts";
import { EventType, ExecutionType, StepType, WorkflowType, WorkflowVersionType } from "./node-refs.ts";
import { answerFields } from "./zod-types.ts";

const shown = executionAnswer.omit({
  id: true,
  workflowId: true,
  workflowVersion: true,
  eventId: true,
  rerunOf: true,
  historyEvents: true,
});

const ExecutionCallerType = builder.objectRef<CallLink>("ExecutionCaller").implement({
  description: "The step that called an execution.",
  fields: (t) => ({
    execution: t.field({ type: ExecutionType, description: "Its execution.", resolve: ({ callerId }) => callerId }),
    path: t.string({ description: "Its path.", resolve: ({ callerPath }) => callerPath }),
  }),
});

ExecutionType.implement({
  description: graphqlMeta(executionAnswer).description!,
  isTypeOf: (value) => typeof value === "object" && value !== null && "triggerId" in value,
  fields: (t) => ({
    ...answerFields(t, shown, executionJson),
    workflow: t.field({ type: WorkflowType, description: "The workflow.", resolve: (e) => e.workflowId }),
    version: t.field({
      type: WorkflowVersionType,
      description: "The version that it runs. Later publishing does not change it.",
      resolve: (e) => `${e.workflowId}:${String(e.workflowVersion)}`,
    }),
    event: t.field({ type: EventType, description: "The event that started it.", resolve: (e) => e.eventId }),
    rerunOf: t.field({
      type: ExecutionType,
      nullable: true,
      description: "The execution that this one runs again.",
      resolve: (e) => e.rerunOf,
    }),
    calledBy: t.loadable({
      type: ExecutionCallerType,
      nullable: true,
      description: "The step of another execution that called this one. Null if nobody did.",
      load: (ids: string[], { deps }) => loadCallers(deps, ids),
      resolve: (e) => e.id,
    }),
    pendingBecause: t.string({
      nullable: true,
      description: "Why it has not started yet, as a sentence. Null if it has.",
      resolve: (e, _args, { deps }) => pendingBecause(deps, e),
    }),
    reruns: connectionField(
      t,
      { ...executions, description: "The reruns of this execution, the newest first." },
      {},
      ({ id }: ExecutionRecord) => ({ filter: { rerunOf: id } }),
    ),
    steps: connectionField(t, executionSteps, {}, ({ id }: ExecutionRecord) => ({ id })),
    step: t.field({
      type: StepType,
      nullable: true,
      description: "The step at this path.",
      args: { path: t.arg.string({ required: true, description: "The path, such as `notify` or `each[3]/notify`." }) },
      resolve: async (e, { path }, { deps }) => (await findSteps(deps.db, [{ executionId: e.id, path }]))[0] ?? null,
    }),
    logs: connectionField(t, executionLogs, {}, ({ id }: ExecutionRecord) => ({ id })),
    historyEvents: connectionField(
      t,
      executionHistory,
      { encoded: t.arg.boolean({ required: false, description: ENCODED }) },
      ({ id }: ExecutionRecord, { encoded }) => ({ id, encoded }),
    ),
    historyEventCount: t.int({
      nullable: true,
      description: "The number of history events of all mirrored runs. Null until the end is mirrored.",
      resolve: (e) => e.historyEvents,
    }),
  }),
});
