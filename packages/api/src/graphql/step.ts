import type { AttemptRecord, StepRecord } from "@tempograph/db";
import { loadAttempts } from "../app/load.ts";
import { executionLogs } from "../operations/executions/read.ts";
import { builder } from "./builder.ts";
import { connectionField } from "./connection.ts";
import { StepStatusEnum } from "./execution-status.ts";
import { FailureType } from "./failure.ts";
import { StepType } from "./node-refs.ts";

const KnownFrom = builder.enumType("KnownFrom", {
  description: "Who says so.",
  values: {
    ADVISORY: { value: "advisory", description: "The worker, as it happens; may still change." },
    HISTORY: { value: "history", description: "Temporal's history: final." },
  } as const,
});

export const StepAttemptType = builder.objectRef<AttemptRecord>("StepAttempt").implement({
  description: "One try of a step's activity, as its worker told it.",
  fields: (t) => ({
    attempt: t.exposeInt("attempt", { description: "1, 2, 3 …" }),
    startedAt: t.expose("startedAt", { type: "DateTime", nullable: true, description: "When the worker began." }),
    endedAt: t.expose("endedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it ended. Null: not yet, or never heard.",
    }),
    failure: t.field({ type: FailureType, nullable: true, description: "Why it failed.", resolve: (a) => a.failure }),
    worker: t.exposeString("worker", { nullable: true, description: "Identity of the worker." }),
  }),
});

StepType.implement({
  description: "One visit of one node in an execution.",
  isTypeOf: (value) => typeof value === "object" && value !== null && "nodeId" in value,
  fields: (t) => ({
    path: t.exposeString("path", { description: "`notify`; in a loop `each[3]/notify`. Unique in the execution." }),
    nodeId: t.exposeString("nodeId", { description: "Id of the node in the graph." }),
    type: t.exposeString("type", { description: "Node type, such as `http_call`." }),
    status: t.field({ type: StepStatusEnum, description: "Where it stands.", resolve: (s) => s.status }),
    port: t.exposeString("port", { nullable: true, description: "The port it ended on: which edges were taken." }),
    input: t.field({
      type: "JSON",
      nullable: true,
      description: "Input with its templates rendered.",
      resolve: (s) => s.input,
    }),
    output: t.field({ type: "JSON", nullable: true, description: "What it gave.", resolve: (s) => s.output }),
    failure: t.field({ type: FailureType, nullable: true, description: "Why it failed.", resolve: (s) => s.failure }),
    attemptCount: t.int({
      description: "How often it was tried. 0 for nodes that the machine carries out.",
      resolve: (s) => s.attempts,
    }),
    attempts: t.loadableList({
      type: StepAttemptType,
      description: "Each try.",
      load: (ids: string[], { deps }) => loadAttempts(deps, ids),
      resolve: (s) => `${s.executionId}:${s.path}`,
    }),
    logs: connectionField(
      t,
      { ...executionLogs, description: "What it logged, in order." },
      {},
      ({ executionId, path }: StepRecord) => ({ id: executionId, path }),
    ),
    scheduledAt: t.expose("scheduledAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was given to the workers.",
    }),
    startedAt: t.expose("startedAt", { type: "DateTime", nullable: true, description: "When it began." }),
    endedAt: t.expose("endedAt", { type: "DateTime", nullable: true, description: "When it ended." }),
    knownFrom: t.field({ type: KnownFrom, description: "Who says so.", resolve: (s) => s.knownFrom }),
  }),
});
