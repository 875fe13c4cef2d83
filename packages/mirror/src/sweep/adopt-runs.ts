import { adoptExecution, findKnownRuns } from "@tempograph/db";
import { executionStart, type ExecutionStart } from "@tempograph/graph";
import { describeRun } from "../follow/describe-run.ts";
import { timeMs, type HistoryEvent } from "../history/history-event.ts";
import { decodePayload, tryDecodePayload } from "../history/payload.ts";
import { readableEvents } from "../history/readable-events.ts";
import type { MirrorDeps } from "../mirror-deps.ts";
import { acceptedKeys } from "../project/unsigned-operation.ts";
import { listRuns, type ListedRun } from "./list-runs.ts";
import { oneByOne } from "./one-by-one.ts";

/**
 * Makes the rows of open executions that Postgres does not know. They were started after the copy was made from which Postgres was restored.
 */
export async function adoptOpenRuns(
  deps: MirrorDeps,
  stopping: AbortSignal | undefined,
  goesOn: () => void,
): Promise<void> {
  // An execution has its row before it is started.
  for await (const page of listRuns(deps, "ExecutionStatus = 'Running'")) {
    goesOn();
    const known = new Set((await findKnownRuns(deps.db, page)).map(({ runId }) => runId));
    const unknown = page.filter(({ runId }) => !known.has(runId));
    await oneByOne(deps, unknown, stopping, (run) => adoptRun(deps, run));
    if (stopping?.aborted === true) return;
  }
}

/** Makes the rows of an execution that only Temporal knows, or says in the log why that is not possible. */
export async function adoptRun(deps: MirrorDeps, { executionId, runId }: Omit<ListedRun, "open">): Promise<void> {
  const { db, logger } = deps;
  const why = await adopt();
  if (why === "known") return;
  if (why === null) logger.warn({ executionId, runId }, "An execution that only Temporal knew has its rows again");
  else
    logger.warn(
      { executionId, runId, why },
      "Temporal has a run on our task queue whose execution is not in the database",
    );

  async function adopt(): Promise<string | null> {
    const latest = await describeRun(deps, executionId);
    if (latest === null) return "known";
    const { firstRunId } = latest;
    const event = await firstEvent(deps, executionId, firstRunId);
    const attributes = event?.workflowExecutionStartedEventAttributes;
    const start = readStart(event);
    if (start === null || !attributes || !event) return "Its start is not one of Tempograph, or cannot be read.";
    const { problems } = await deps.checkKeys({ problems: [], acceptedKeys: acceptedKeys(start) } as never);
    if (problems.length > 0) return "It accepts operations that the API has not signed.";
    const memo = (name: string): unknown => {
      const payload = attributes.memo?.fields?.[name];
      return payload ? tryDecodePayload(payload) : undefined;
    };
    if (memo("rerunOf") !== undefined) return "It runs another execution again.";
    const { id: workflowId, version } = start.definition.workflow;
    const triggerId = memo("triggerId");
    const done = await adoptExecution(db, {
      executionId,
      runId: latest.runId,
      firstRunId,
      workflowId,
      version,
      definitionHash: start.definitionHash,
      event: start.event,
      triggerId: typeof triggerId === "string" ? triggerId : "unknown",
      startedAt: timeMs(event.eventTime),
    });
    if (done === "noVersion") return `The version ${version} of the workflow ${workflowId} is not in the database.`;
    return done === "known" ? "known" : null;
  }
}

function readStart(event: HistoryEvent | undefined): ExecutionStart | null {
  try {
    const payloads = event?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    return executionStart(payloads.map(decodePayload));
  } catch {
    return null;
  }
}

async function firstEvent(deps: MirrorDeps, executionId: string, runId: string): Promise<HistoryEvent | undefined> {
  const { connection, namespace, payloadCodec } = deps;
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: { workflowId: executionId, runId },
    maximumPageSize: 1,
  });
  const [event] = await readableEvents(executionId, (history?.events ?? []).slice(0, 1), payloadCodec, { all: true });
  return event;
}
