import type { LocalStack } from "@tempograph/local-stack";
import type { MirrorOperationResult } from "./compare-mirror.ts";
import type { WorkerKilled } from "./kill-worker.ts";
import { lowerCamel, type ExecutionState } from "./read-execution.ts";

/** The last line on stdout with --json. */
export type DemoReport = {
  readonly executionId: string;
  /** `completed`, `failed` … */
  readonly status: string;
  readonly steps: readonly {
    readonly path: string;
    readonly type: string;
    readonly status: string;
    readonly attempts: number;
    readonly startedAt: string | null;
    readonly endedAt: string | null;
  }[];
  /** The number of events in Temporal's history. */
  readonly historyEvents: number;
  readonly mirror: MirrorOperationResult;
  /** The URLs without the token, because this line may end up in a log. */
  readonly urls: Readonly<Record<"api" | "graphql" | "graphiql" | "restDocs" | "temporalUi", string | null>>;
  readonly workerKilled?: WorkerKilled;
  readonly finishedStepsRepeated?: number;
};

export function createReport(
  execution: ExecutionState,
  mirror: MirrorOperationResult,
  stack: LocalStack,
  kill?: { readonly workerKilled: WorkerKilled; readonly finishedStepsRepeated: number },
): DemoReport {
  return {
    executionId: execution.id,
    status: lowerCamel(execution.status),
    steps: execution.steps.map(({ path, type, status, attemptCount, startedAt, endedAt }) => ({
      path,
      type,
      status: lowerCamel(status),
      attempts: attemptCount,
      startedAt,
      endedAt,
    })),
    historyEvents: mirror.temporal,
    mirror,
    urls: {
      api: stack.apiUrl,
      graphql: `${stack.apiUrl}/graphql`,
      graphiql: `${stack.apiUrl}/graphiql`,
      restDocs: `${stack.apiUrl}/docs`,
      temporalUi: execution.temporalUiUrl ?? stack.temporal.uiUrl ?? null,
    },
    ...kill,
  };
}

/** Whether everything in the report is as it should be. */
export function isGood(
  { status, mirror, workerKilled, finishedStepsRepeated }: DemoReport,
  killWorker: boolean,
): boolean {
  const killedAsAsked = !killWorker || (workerKilled?.restartedPid != null && finishedStepsRepeated === 0);
  return status === "completed" && mirror.ok && killedAsAsked;
}
