import type { BulkTargets } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import type { AppError, ErrorCode, Result } from "../app-error.ts";

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

/** How an operation is done to many executions: each `task` in turn, as the job's `action` says. */
export interface BulkRule<Value> {
  readonly kind: BulkActionKind;
  readonly targets: BulkTargets;
  /** What is wrong with the action, before it is done to any. */
  readonly check?: (action: BulkAction) => AppError | undefined;
  readonly run: (deps: AppDeps, caller: Principal, action: BulkAction, task: BulkTask) => Promise<Result<Value>>;
}

/** The operations that can be done to many. */
export type BulkActions = Readonly<Record<BulkActionKind, BulkOperation>>;

export interface BulkOperation {
  readonly bulk: BulkRule<unknown>;
  /** The id of the new execution, if the operation makes one. */
  readonly made?: ((value: never) => string) | undefined;
}

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
