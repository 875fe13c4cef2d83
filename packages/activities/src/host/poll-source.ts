import { nodeRunId, type Json, type JsonObject, type PollAnswer, type PollRequest } from "@tempograph/graph";
import {
  createSecretScrubber,
  executeNode,
  isNodeError,
  MAX_ANSWER_BYTES,
  NodeError,
  permanent,
  retryable,
} from "@tempograph/nodes-sdk";
import type { NodePack, SourceType } from "@tempograph/nodes-sdk";
import { attemptContext } from "./attempt-context.ts";
import type { HostParts } from "./host-parts.ts";
import { safeFailure } from "./host-failure.ts";
import { stepInput } from "./step-input.ts";

export type PollSource = (request: PollRequest & { readonly signal: AbortSignal }) => Promise<PollAnswer>;

/** The longest time that one poll may take. */
const MAX_POLL_MS = 60_000;

/**
 * Runs one poll of a source as a worker runs an attempt of a step: under the egress rules of the project, with the credentials of its
 * connection, without secrets in what it leaves behind (I10, I11), and within a time limit, also if the source does not listen to its signal (I14).
 */
export function createPollSource(
  packs: readonly { readonly pack: NodePack; readonly config: JsonObject }[],
  parts: HostParts,
  maxPollMs = MAX_POLL_MS,
): PollSource {
  const known = new Map<string, { readonly source: SourceType; readonly config: JsonObject }>(
    packs.flatMap(({ pack, config }) => (pack.sources ?? []).map((source) => [source.type, { source, config }])),
  );
  return async (request) => {
    const found = known.get(request.source);
    if (found === undefined) throw unknownSource(request.source);
    const deadline = AbortSignal.timeout(maxPollMs);
    const signal = AbortSignal.any([request.signal, deadline]);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    });
    try {
      return await Promise.race([poll(found.source, found.config, { ...request, signal }, parts), aborted]);
    } catch (error) {
      if (deadline.aborted && !request.signal.aborted) throw timedOut(request.source, maxPollMs);
      if (!isNodeError(error)) throw error;
      const { code, message, hint, details } = safeFailure(error, request.triggerId);
      const { retryable: again, retryAfterMs } = error;
      throw new NodeError({
        ...{ code, message, retryable: again, cause: error },
        ...(hint !== undefined && { hint }),
        ...(details !== undefined && { details }),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      });
    }
  };
}

async function poll(
  source: SourceType,
  config: JsonObject,
  { project, workflow, triggerId, input, connection: name, cursor: stored, signal }: Parameters<PollSource>[0],
  parts: HostParts,
): Promise<PollAnswer> {
  // Egress rules and connections are those of the project, as for a node that runs by itself.
  const executionId = nodeRunId(project, `poll.${workflow.id}`);
  const scrubber = createSecretScrubber();
  const cursor = stored === undefined ? undefined : (source.readCursor(stored) as Json | undefined);
  const given = { input, ...(cursor !== undefined && { cursor }), ...(name !== undefined && { connection: name }) };
  const { input: data, connection } = await stepInput(
    source.node,
    given,
    executionId,
    parts.connections,
    {
      fetch: async (...call) => (await parts.fetch.of(executionId))(...call),
      signal,
      conceal: (secret) => scrubber.add(secret),
    },
    workflow.id,
  );
  for (const secret of connection?.secrets ?? []) scrubber.add(secret);
  const meta = {
    ...{ path: triggerId, nodeId: triggerId, idempotencyKey: "poll" },
    workflow: { id: workflow.id, name: "", version: workflow.version },
  };
  const ctx = attemptContext(parts, {
    ...{ meta, executionId, attempt: 1, signal, config, connection, scrubber },
    heartbeat: () => undefined,
  });
  const { output } = await executeNode(source.node, ctx, data, { maxOutputBytes: MAX_ANSWER_BYTES, scrubber });
  return output as unknown as PollAnswer;
}

function unknownSource(type: string): NodeError {
  return permanent("SOURCE_UNKNOWN", `This worker has no source ${JSON.stringify(type.slice(0, 100))}.`, {
    hint: '`sourceTypes` lists those that workers have. Add the pack that brings it to "nodePacks", and start the worker again.',
  });
}

function timedOut(type: string, ms: number): NodeError {
  return retryable("POLL_TIMEOUT", `The source ${type} did not answer within ${String(ms / 1_000)} seconds.`, {
    hint: "Let it read less at once, such as one page. The trigger tries again.",
  });
}
