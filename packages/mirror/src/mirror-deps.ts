import type { WorkflowService } from "@temporalio/client";
import type { Database, PayloadCodec } from "@tempograph/db";
import type { FaultPoint, Logger } from "@tempograph/runtime";
import type { KeyCheck } from "./follow/key-check.ts";

/** A client's Connection, or a worker's NativeConnection. */
export interface TemporalConnection {
  readonly workflowService: WorkflowService;
  withAbortSignal<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** The effects of the mirror before or after which a test may stop it. */
export type MirrorPoint =
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

/** What every part of the mirror needs. */
export interface MirrorDeps {
  readonly db: Database;
  readonly connection: TemporalConnection;
  readonly payloadCodec: PayloadCodec;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly logger: Logger;
  /** Names the code of the interpreter in this process, as history names it. Null: all workers have the same. */
  readonly buildId: string | null;
  /** Adds to a projection that its start accepts keys which the installation never had. */
  readonly checkKeys: KeyCheck;
  /** Only for tests. */
  readonly faultPoint?: FaultPoint<MirrorPoint> | undefined;
}
