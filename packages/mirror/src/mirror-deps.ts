import type { WorkflowService } from "@temporalio/client";
import type { Database, PayloadCodec } from "@tempograph/db";

export type MirrorLogFields = Readonly<Record<string, unknown>>;

export interface MirrorLogger {
  debug(message: string, fields?: MirrorLogFields): void;
  info(message: string, fields?: MirrorLogFields): void;
  warn(message: string, fields?: MirrorLogFields): void;
  error(message: string, fields?: MirrorLogFields): void;
}

/** A client's Connection, or a worker's NativeConnection. */
export interface TemporalConnection {
  readonly workflowService: WorkflowService;
  withAbortSignal<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** Where a test may let the process die. */
export type FaultPoint =
  | "close.hinted"
  | "close.fetched"
  | "close.beforeCommit"
  | "close.written"
  | "follow.leased"
  | "follow.fetched"
  | "follow.beforeCommit"
  | "follow.written"
  | "live.beforeWrite"
  | "live.written"
  | "sweep.listed";

/** What every part of the mirror works with. */
export interface MirrorDeps {
  readonly db: Database;
  readonly connection: TemporalConnection;
  readonly payloadCodec: PayloadCodec;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly logger: MirrorLogger;
  /** Called at points where a fault would hurt most; does nothing outside tests. */
  readonly faultPoint: (point: FaultPoint) => void | Promise<void>;
}
