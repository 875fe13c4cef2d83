import type { Json, JsonObject, StepMeta } from "@tempograph/graph";
import {
  type AttemptContext,
  createNodeConnect,
  createNodeFetch,
  type OpenedConnection,
  type SecretScrubber,
} from "@tempograph/nodes-sdk";
import type { HostParts } from "./host-parts.ts";
import { nodeLogger } from "./node-logger.ts";
import { tracedFetch } from "./traced-fetch.ts";

/** The parts of a context that an attempt does not share with others. */
export interface OwnParts {
  readonly meta: StepMeta;
  readonly executionId: string;
  readonly runId?: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly config: JsonObject;
  readonly connection: OpenedConnection | undefined;
  readonly scrubber: SecretScrubber;
  readonly heartbeat: AttemptContext["heartbeat"];
  readonly heartbeatDetails?: Json;
}

/** The context of one attempt, of a step or of a source: where it may call, with which credentials, and where its log goes. */
export function attemptContext(parts: Pick<HostParts, "fetch" | "reportLog">, own: OwnParts): AttemptContext {
  const { meta, executionId, runId, attempt, signal, config, connection, scrubber, heartbeat, heartbeatDetails } = own;
  const { path, nodeId, idempotencyKey, workflow } = meta;
  const logger = nodeLogger({ executionId, runId: runId ?? "", path, attempt }, parts.reportLog, scrubber);
  return {
    ...{ logger, signal, heartbeat, idempotencyKey, attempt },
    ...(heartbeatDetails !== undefined && { heartbeatDetails }),
    execution: {
      id: executionId,
      ...(runId !== undefined && { runId }),
      workflowId: workflow.id,
      workflowName: workflow.name,
      workflowVersion: workflow.version,
    },
    step: { path, nodeId },
    fetch: createNodeFetch(
      tracedFetch(async (...call) => (await parts.fetch.of(executionId))(...call)),
      {
        ...{ signal, idempotencyKey, logger },
        ...(connection !== undefined && { connection: connection.fetch }),
      },
    ),
    ...(connection !== undefined && { connection: connection.step }),
    connect: createNodeConnect(
      async (target) => await (await parts.fetch.of(executionId)).connect(target),
      signal,
      connection?.step.onlyHosts,
    ),
    config: (name) => (Object.hasOwn(config, name) ? config[name] : undefined),
  };
}
