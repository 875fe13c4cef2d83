import type { StepRecord } from "@tempograph/db";
import { loadAttempts, loadCalled } from "./load.ts";
import { attemptAnswer, stepAnswer } from "../operations/answers/execution.ts";
import { executionLogs } from "../operations/executions/read.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { connectionField } from "./connection.ts";
import { ExecutionType, StepType } from "./node-refs.ts";
import { answerFields, answerType } from "./zod-types.ts";

const StepAttemptType = answerType(attemptAnswer, { executionId: true, path: true });
const shown = stepAnswer.omit({ executionId: true, position: true, attemptCount: true, attempts: true });

StepType.implement({
  description: graphqlMeta(stepAnswer).description!,
  isTypeOf: (value) => typeof value === "object" && value !== null && "nodeId" in value,
  fields: (t) => ({
    ...answerFields(t, shown),
    attemptCount: t.int({
      description: "The number of attempts. 0 for nodes that the machine carries out.",
      resolve: (s) => s.attempts,
    }),
    attempts: t.loadableList({
      type: StepAttemptType,
      description: "The attempts.",
      load: (ids: string[], { deps }) => loadAttempts(deps, ids),
      resolve: (s) => `${s.executionId}:${s.path}`,
    }),
    called: t.loadable({
      type: ExecutionType,
      nullable: true,
      description: "The execution that it called. Null if it called none.",
      load: (ids: string[], { deps }) => loadCalled(deps, ids),
      resolve: (s) => `${s.executionId}:${s.path}`,
    }),
    logs: connectionField(
      t,
      { ...executionLogs, description: "The lines that it logged, in order." },
      {},
      ({ executionId, path }: StepRecord) => ({ id: executionId, path }),
    ),
  }),
});
