import { type Failure, type Json, type JsonObject, retryPolicy, type RetrySettings } from "@tempograph/graph";
import type { z } from "zod";
import type { ConnectionType } from "../connection/connection-type.ts";
import { keepInMemory, type KeptCredentials } from "../connection/connection-session.ts";
import { type ConnectionValues, openConnection } from "../connection/open-connection.ts";
import { createNodeConnect } from "../context/node-connect.ts";
import { createNodeFetch } from "../context/node-fetch.ts";
import type { ExecutionInfo, NodeFetch, StepInfo } from "../context/node-context.ts";
import type { NodeType } from "../define/node-type.ts";
import { createEgressFetch } from "../egress/egress-fetch.ts";
import { failureOf, isNodeError, NodeError } from "../error/node-error.ts";
import { type AttemptContext, executeNode, isAbort } from "../execute/execute-node.ts";
import { createSecretScrubber, type SecretScrubber } from "../redact/secret-scrubber.ts";
import { type RecordedLog, recordingLogger } from "./recording-logger.ts";

export interface RunNodeOptions {
  /** The pack's configuration, which `ctx.config` reads. */
  readonly config?: JsonObject;
  /** The function behind `ctx.fetch`, to give answers from a test. Default: the real one, which reaches `allow` and public addresses. */
  readonly fetch?: NodeFetch;
  /** Hosts that the real `fetch` may reach although they are not public: `["127.0.0.1:4000"]`. */
  readonly allow?: readonly string[];
  /** What the node finds in `ctx.connection`: a type of `defineConnection` with values for its fields. */
  readonly connection?: { readonly type: ConnectionType; readonly kept?: KeptCredentials } & Partial<ConnectionValues>;
  /** `settings.retry` of the node in a graph. */
  readonly retry?: RetrySettings;
  /** Abort it to cancel the step. */
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
  readonly execution?: Partial<ExecutionInfo>;
  readonly step?: Partial<StepInfo>;
  /** Greatest size of the output in bytes of JSON. Default: that of a step, 1 MiB. */
  readonly maxOutputBytes?: number;
}

export interface NodeAttempt {
  /** From 1. */
  readonly attempt: number;
  /** Virtual time in ms since the first attempt began: attempts take none, waiting between them does. */
  readonly startedAt: number;
  readonly failure?: Failure;
}

export interface NodeRun {
  /** As later steps would see it: JSON, through the output schema. Undefined when the node failed. */
  readonly output?: Json;
  /** The port it ended on; undefined when the node failed. */
  readonly port?: string;
  readonly logs: readonly RecordedLog[];
  /** What the node passed to `ctx.heartbeat`, in order. */
  readonly heartbeats: readonly (Json | null)[];
  readonly attempts: readonly NodeAttempt[];
  /** Why the last attempt failed: with code, retryable, hint. Code `CANCELLED` when `signal` ended it. */
  readonly error?: NodeError;
}

/** Where the policy sets no limit, a test still has to end. */
const MAX_ATTEMPTS = 1_000;

/**
 * Runs a node as a step would run: input and output through their schemas, retries by policy, a real `fetch` under the egress
 * rules. Needs no Temporal; waits between attempts pass in virtual time, so nothing sleeps. Never throws for what the node does.
 *
 *     const { output, error } = await runNode(slugify, { text: "Hello World" });
 */
export async function runNode<Input extends z.ZodObject, Output extends z.ZodType | undefined>(
  node: NodeType<Input, Output>,
  input: z.input<Input>,
  options: RunNodeOptions = {},
): Promise<NodeRun> {
  const policy = retryPolicy(options.retry, node.retry);
  const egress = createEgressFetch({ allow: options.allow ?? [] });
  const fetch = options.fetch ?? egress;
  const signal = options.signal ?? new AbortController().signal;
  const idempotencyKey = options.idempotencyKey ?? "test-key";
  const logs: RecordedLog[] = [];
  const heartbeats: (Json | null)[] = [];
  const attempts: NodeAttempt[] = [];

  const { connection: given } = options;
  const kept = given?.kept ?? keepInMemory();

  const contextOf = (attempt: number, scrubber: SecretScrubber): AttemptContext => {
    const logger = recordingLogger(logs, attempt, scrubber);
    const conceal = (secret: string) => scrubber.add(secret);
    const connection =
      given && openConnection(given.type, { name: "test", fields: {}, ...given }, { fetch, signal, kept, conceal });
    for (const secret of connection?.secrets ?? []) scrubber.add(secret);
    const heartbeatDetails = attempt === 1 ? undefined : heartbeats.findLast((details) => details !== null);
    return {
      logger,
      signal,
      heartbeat: (details) => void heartbeats.push(details ?? null),
      ...(heartbeatDetails == null ? {} : { heartbeatDetails }),
      idempotencyKey,
      attempt,
      execution: {
        id: "test-execution",
        workflowId: "test",
        workflowName: "test",
        workflowVersion: 1,
        ...options.execution,
      },
      step: { path: node.type, nodeId: node.type, ...options.step },
      fetch: createNodeFetch(fetch, {
        ...{ signal, idempotencyKey, logger },
        ...(connection !== undefined && { connection: connection.fetch }),
      }),
      connect: createNodeConnect(egress.connect, signal, connection?.step.onlyHosts),
      ...(connection !== undefined && { connection: connection.step }),
      config: (name) => (options.config && Object.hasOwn(options.config, name) ? options.config[name] : undefined),
    };
  };

  try {
    for (let attempt = 1, now = 0; ; attempt += 1) {
      try {
        signal.throwIfAborted();
        const scrubber = createSecretScrubber();
        const { output, port } = await executeNode(
          node as unknown as NodeType,
          contextOf(attempt, scrubber),
          input as JsonObject,
          { ...(options.maxOutputBytes !== undefined && { maxOutputBytes: options.maxOutputBytes }), scrubber },
        );
        attempts.push({ attempt, startedAt: now });
        return { output, port, logs, heartbeats, attempts };
      } catch (thrown) {
        const error = asError(thrown, signal);
        attempts.push({ attempt, startedAt: now, failure: failureOf(error) });
        const spent = attempt >= (policy.maximumAttempts || MAX_ATTEMPTS);
        if (!error.retryable || spent || policy.nonRetryable.includes(error.code)) {
          return { logs, heartbeats, attempts, error };
        }
        const backoff = policy.initialIntervalMs * policy.backoffCoefficient ** (attempt - 1);
        now += error.retryAfterMs ?? Math.min(backoff, policy.maximumIntervalMs);
      }
    }
  } finally {
    await egress.close();
  }
}

function asError(thrown: unknown, signal: AbortSignal): NodeError {
  if (isNodeError(thrown)) return thrown;
  if (signal.aborted && isAbort(thrown, signal)) {
    return new NodeError({ code: "CANCELLED", message: "The step was cancelled.", retryable: false, cause: thrown });
  }
  throw thrown;
}
