import type { Json } from "@tempograph/graph";
import type { StepConnection } from "../connection/step-connection.ts";
import type { Socket } from "node:net";
import type { ConnectTarget } from "../egress/egress-connect.ts";
import type { EgressRequestInit } from "../egress/egress-fetch.ts";

/** The first argument of `execute`. Each attempt gets its own. */
export interface NodeContext {
  /** Lines appear with the step, in its log. Fields with names such as `authorization` or `password` are redacted, and secret values wherever they appear. */
  readonly logger: NodeLogger;
  /** Aborts when the step is cancelled, timed out, or its worker shuts down. Hand it to whatever takes a signal; `ctx.fetch` has it already. */
  readonly signal: AbortSignal;
  /**
   * Reports the progress of a long attempt. The worker reports liveness by itself, so call this only to leave `details`
   * (JSON) for the next attempt, which finds them in `heartbeatDetails`.
   */
  heartbeat(details?: Json): void;
  /** The details that the previous attempt passed to `heartbeat`; undefined in the first attempt. */
  readonly heartbeatDetails?: Json;
  /** One per step, the same on every attempt (I5). At most 64 characters of a-z, 0-9 and `-`. */
  readonly idempotencyKey: string;
  /** Starts with 1. */
  readonly attempt: number;
  readonly execution: ExecutionInfo;
  readonly step: StepInfo;
  /**
   * A `fetch` that reaches only public addresses and those that the stack allows (I11); any other address is the error
   * `EGRESS_REFUSED`. Follows redirects under the same rules; to another origin they take neither the body nor headers of the
   * author's own. Stops with the step, limits the size of the response, and sends the `Idempotency-Key` of the step with POST,
   * PUT, PATCH and DELETE unless the header is set. A node that makes several such calls sets its own, made of
   * `ctx.idempotencyKey` and a suffix. Adds the credentials of the step's connection, if it has one, and then reaches only the
   * hosts of the connection. Throws `NodeError`.
   */
  readonly fetch: NodeFetch;
  /**
   * A TCP connection under the same rules, for protocols other than HTTP: only to public and allowed addresses, and only to hosts of
   * the step's connection. Stops with the step until it stands; from then on the socket belongs to the caller. Throws `NodeError`.
   */
  readonly connect: NodeConnect;
  /**
   * What `data.connection` names, for a node whose definition lists `connections`; undefined where the node names none. Its secrets
   * are decrypted for this attempt only and are taken out of what the attempt leaves behind (I10).
   */
  readonly connection?: StepConnection;
  /**
   * Says that a value is secret, such as a token that the node has fetched, and returns it. From then on it is taken out of whatever the
   * attempt leaves behind (output, error, heartbeat details, log lines), also where it is encoded: as base64, in a URL, in JSON. Values
   * shorter than 4 characters are left in, and so are those that are split over two texts, such as two log lines.
   */
  secret(value: string): string;
  /** A value of the configuration that the stack gives to this node's pack; undefined where there is none. */
  config(name: string): Json | undefined;
}

/** The standard `fetch`, for a URL and options, with limits of its own. */
export type NodeFetch = (url: string | URL, init?: EgressRequestInit) => Promise<Response>;

export type NodeConnect = (target: Omit<ConnectTarget, "signal" | "onlyHosts">) => Promise<Socket>;

export interface ExecutionInfo {
  /** Execution id: the id of the Temporal workflow. */
  readonly id: string;
  /** Run id in Temporal; absent in tests. */
  readonly runId?: string;
  /** The definition it runs. */
  readonly workflowId: string;
  readonly workflowName: string;
  readonly workflowVersion: number;
}

export interface StepInfo {
  /** `notify`; in a loop `each[3]/notify`. */
  readonly path: string;
  readonly nodeId: string;
}

export interface NodeLogger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogLevel = "debug" | "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, unknown>>;
