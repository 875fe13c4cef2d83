import { Context } from "@temporalio/activity";
import { ApplicationFailure } from "@temporalio/common";
import type { NodeActivity } from "@tempograph/activities";
import {
  NODE_RUN_ACTIVITY,
  NODE_RUN_PREFIX,
  type AttemptReport,
  type LogReport,
  type NodeRunAttempt,
  type NodeRunLog,
  type NodeRunRequest,
  type NodeRunResult,
} from "@tempograph/graph";

/** The most characters of log lines that a run keeps. They are sent with its result. */
const MOST_LOG_CHARACTERS = 128 * 1024;

/** Throws if the API has not signed the request for the run of this id. */
export type NodeRunGuard = (runId: string, request: NodeRunRequest) => Promise<void>;

/** Runs single nodes without an execution, and keeps their reports out of the mirror, which knows executions only. */
export class NodeRuns {
  readonly #logs = new Map<string, LogBook>();
  readonly #guard: NodeRunGuard;

  constructor(guard: NodeRunGuard) {
    this.#guard = guard;
  }

  /** True if the report belongs to the run of a single node; it then needs no further handling. */
  takeAttempt(report: AttemptReport): boolean {
    return report.executionId.startsWith(NODE_RUN_PREFIX);
  }

  /** True if the line belongs to the run of a single node; it is then kept for the run's result. */
  takeLog(report: LogReport): boolean {
    if (!report.executionId.startsWith(NODE_RUN_PREFIX)) return false;
    this.#logs.get(report.executionId)?.add(report);
    return true;
  }

  /** The activity for `Worker.create({ activities })` that runs one of the node types in `activities`. */
  activities(activities: Readonly<Record<string, NodeActivity>>): Record<string, unknown> {
    return { [NODE_RUN_ACTIVITY]: (request: NodeRunRequest) => this.#run(activities, request) };
  }

  async #run(activities: Readonly<Record<string, NodeActivity>>, request: NodeRunRequest): Promise<NodeRunResult> {
    const { attempt, activityId } = Context.current().info;
    await this.#guard(activityId, request);
    const book = new LogBook();
    this.#logs.set(activityId, book);
    const { type, input, nodeId, idempotencyKey } = request;
    const path = nodeId;
    try {
      if (!Object.hasOwn(activities, type) || type === "default") throw unknownType(type, path);
      const meta = { idempotencyKey, path, nodeId, workflow: NO_WORKFLOW };
      const { output, port } = await activities[type]!(input, meta);
      return { output, port: port ?? "out", attempts: attempt, logs: book.lines };
    } catch (error) {
      throw withAttempt(error, { attempts: attempt, logs: book.lines });
    } finally {
      this.#logs.delete(activityId);
    }
  }
}

const NO_WORKFLOW = { id: "", name: "", version: 0 } as const;

class LogBook {
  readonly lines: NodeRunLog[] = [];
  #room = MOST_LOG_CHARACTERS;

  add({ level, message, fields, at }: LogReport): void {
    const line = { level, message, ...(fields && { fields }), at };
    this.#room -= JSON.stringify(line).length;
    if (this.#room >= 0) this.lines.push(line);
  }
}

/** Adds the number of attempts and the log lines to a failure of the activity host. */
function withAttempt(error: unknown, attempt: NodeRunAttempt): unknown {
  if (!(error instanceof ApplicationFailure)) return error;
  const { message, type, nonRetryable, nextRetryDelay } = error;
  const failure = ApplicationFailure.create({
    message,
    ...(type != null && { type }),
    nonRetryable: nonRetryable === true,
    details: [error.details?.[0] ?? { message }, attempt],
    ...(nextRetryDelay != null && { nextRetryDelay }),
  });
  failure.stack = "";
  return failure;
}

function unknownType(type: string, path: string): ApplicationFailure {
  const message = `This worker has no node type ${JSON.stringify(type)}.`;
  const hint = 'Add the pack that brings it to "nodePacks" in tempograph.config.json, and start the worker again.';
  return refusedRun("NODE_TYPE_UNKNOWN", message, hint, path);
}

/** The failure of a run that no further attempt would change, in the form in which the API reads it. */
export function refusedRun(type: string, message: string, hint: string, path = ""): ApplicationFailure {
  return ApplicationFailure.create({ message, type, nonRetryable: true, details: [{ message, path, hint }] });
}
