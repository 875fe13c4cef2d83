import type { AttemptReport, Failure, JsonObject, LogReport } from "@tempograph/graph";
import type { NodePack } from "@tempograph/nodes-sdk";
import type { ExecutionFetch } from "./execution-fetch.ts";
import type { ConnectionParts } from "./step-input.ts";

/** What all attempts of a host share. */
export interface HostParts {
  readonly fetch: ExecutionFetch;
  readonly connections: ConnectionParts;
  readonly maxOutputBytes: number;
  readonly worker: string;
  readonly reportAttempt: (report: AttemptReport) => void;
  readonly reportLog: (report: LogReport) => void;
  /** The original error, for a person who looks for the cause. It is only logged and never leaves the worker. */
  readonly logFailure: (failure: Failure, stack: string | undefined) => void;
}

/** A pack with its checked settings. */
export interface ConfiguredPack {
  readonly pack: NodePack;
  readonly config: JsonObject;
}
