import type { BulkTargets } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import type { AppError, ErrorCode, Result } from "../app-error.ts";

/** The operations that a bulk job can perform, with what each does. */
export const bulkActionKinds = {
  cancel: "Cancels open executions: open steps are asked to stop, and compensation runs.",
  terminate: "Terminates open executions at once, without compensation.",
  pause: "Pauses running executions.",
  resume: "Resumes paused executions; others are skipped.",
  signal: "Sends running executions a signal.",
  rerun: "Runs closed executions again.",
  incidentRetry: "Retries every step that is an incident.",
} as const;

export type BulkActionKind = keyof typeof bulkActionKinds;

/** The kind of a bulk job, and its input. */
export interface BulkAction {
  readonly kind: BulkActionKind;
  /** For `cancel` and `terminate`. */
  readonly reason?: string | null | undefined;
  /** For `signal`. */
  readonly signalName?: string | null | undefined;
  readonly payload?: unknown;
  /** For `rerun`. */
  readonly fromNode?: string | null | undefined;
  readonly version?: "same" | "published" | null | undefined;
}

/** One item of a job. Its `key` is unique, so that an item that is carried out twice counts once. */
export interface BulkTask {
  readonly key: string;
  readonly executionId: string;
  readonly path: string | null;
}

/** How a bulk job performs an operation: each `task` in turn, with the input of the job's `action`. */
export interface BulkRule<Value> {
  readonly kind: BulkActionKind;
  readonly targets: BulkTargets;
  /** Checks the input of the action before anything is carried out. */
  readonly check?: (action: BulkAction) => AppError | undefined;
  readonly run: (deps: AppDeps, caller: Principal, action: BulkAction, task: BulkTask) => Promise<Result<Value>>;
}

/** The operations that a bulk job can perform. */
export type BulkActions = Readonly<Record<BulkActionKind, BulkOperation>>;

export interface BulkOperation {
  readonly bulk: BulkRule<unknown>;
  /** The id of the new execution, if the operation makes one. */
  readonly made?: ((value: never) => string) | undefined;
}

/** Refusals that mean that an item needs nothing any more: somebody else has done it, or the execution has ended. */
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

/** The input of an action, as its job stores it. */
export function actionInput({ kind: _, ...input }: BulkAction): JsonObject {
  return JSON.parse(JSON.stringify(input)) as JsonObject;
}
