import type { BulkTargets } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import { ok, type AppError, type ErrorCode, type Result } from "../app-error.ts";
import { rerunExecution } from "../rerun/rerun-execution.ts";
import { steer } from "../steer/steer.ts";
import { cancelExecution, checkSignal, signalExecution, terminateExecution } from "../steer-execution.ts";
import { checkText } from "../check-text.ts";

/** What can be done to many. */
export type BulkActionKind = "cancel" | "terminate" | "pause" | "resume" | "signal" | "rerun" | "incidentRetry";

/** A kind, and what it takes. */
export interface BulkAction {
  readonly kind: BulkActionKind;
  /** Cancel, terminate. */
  readonly reason?: string | null | undefined;
  /** Signal. */
  readonly signalName?: string | null | undefined;
  readonly payload?: unknown;
  /** Rerun. */
  readonly fromNode?: string | null | undefined;
  readonly version?: "same" | "published" | null | undefined;
}

/** One thing to do. `key`: the same for this one and no other, so that doing it twice counts once. */
export interface BulkTask {
  readonly key: string;
  readonly executionId: string;
  readonly path: string | null;
}

/** The new execution's id, where there is one. */
export type BulkResult = Result<string | undefined>;

interface Action {
  readonly targets: BulkTargets;
  readonly check?: (action: BulkAction) => AppError | undefined;
  readonly run: (deps: AppDeps, caller: Principal, action: BulkAction, task: BulkTask) => Promise<BulkResult>;
}

const done = async (result: Promise<Result<unknown>>): Promise<BulkResult> => {
  const outcome = await result;
  return outcome.ok ? ok(undefined) : outcome;
};

const checkReason = ({ reason }: BulkAction) => checkText(reason ?? "", "/reason", { least: 0, most: 1_000 });

/** Each kind: what it is done to, and how. */
export const bulkActions: Readonly<Record<BulkActionKind, Action>> = {
  cancel: {
    targets: "open",
    check: checkReason,
    run: (deps, _caller, { reason }, { executionId, key }) =>
      done(cancelExecution(deps, { id: executionId, reason, requestId: key })),
  },
  terminate: {
    targets: "open",
    check: checkReason,
    run: (deps, _caller, { reason }, { executionId }) => done(terminateExecution(deps, { id: executionId, reason })),
  },
  pause: {
    targets: "running",
    run: (deps, caller, _action, { executionId, key }) =>
      done(steer(deps, caller, { executionId, operation: { name: "pause" }, idempotencyKey: key })),
  },
  resume: {
    targets: "running",
    run: (deps, caller, _action, { executionId, key }) =>
      done(steer(deps, caller, { executionId, operation: { name: "resume" }, idempotencyKey: key })),
  },
  signal: {
    targets: "running",
    check: ({ signalName, payload }) => checkSignal({ name: signalName ?? "", payload }),
    run: (deps, _caller, { signalName, payload }, { executionId, key }) =>
      done(signalExecution(deps, { id: executionId, name: signalName ?? "", payload, signalId: key })),
  },
  rerun: {
    targets: "closed",
    check: ({ fromNode }) => (fromNode == null ? undefined : checkText(fromNode, "/fromNode", { most: 1_000 })),
    async run(deps, _caller, { fromNode, version }, { executionId, key }) {
      const result = await rerunExecution(deps, { executionId, fromNode, version, idempotencyKey: key });
      return result.ok ? ok(result.value.execution.id) : result;
    },
  },
  incidentRetry: {
    targets: "incidents",
    run: (deps, caller, _action, { executionId, path, key }) =>
      done(steer(deps, caller, { executionId, operation: { name: "retry", path: path ?? "" }, idempotencyKey: key })),
  },
};

/** Nothing to do any more: somebody else did it, or it ended meanwhile. */
export const SKIPPED: ReadonlySet<ErrorCode> = new Set([
  "EXECUTION_CLOSED",
  "EXECUTION_ENDING",
  "EXECUTION_OPEN",
  "ALREADY_PAUSED",
  "NOT_PAUSED",
  "NOT_AN_INCIDENT",
  "ALREADY_DECIDED",
  "PATH_UNKNOWN",
]);

/** What an action takes, as its job keeps it. */
export function actionInput({ kind: _, ...input }: BulkAction): JsonObject {
  return JSON.parse(JSON.stringify(input)) as JsonObject;
}
