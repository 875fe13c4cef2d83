import { nodeRunId, type Json, type JsonObject, type PollAnswer, type PollRequest } from "@tempograph/graph";
import { MAX_ANSWER_BYTES, type NodeError, permanent, retryable, type SourceType } from "@tempograph/nodes-sdk";
import type { ConfiguredPack, HostParts } from "./host-parts.ts";
import { runAlone } from "./run-alone.ts";

export type PollSource = (request: PollRequest & { readonly signal: AbortSignal }) => Promise<PollAnswer>;

/** The longest time that one poll may take. */
const MAX_POLL_MS = 60_000;

/** Runs single polls of sources. */
export function createPollSource(
  packs: readonly ConfiguredPack[],
  parts: HostParts,
  maxPollMs = MAX_POLL_MS,
): PollSource {
  const known = new Map<string, { readonly source: SourceType; readonly config: JsonObject }>(
    packs.flatMap(({ pack, config }) => (pack.sources ?? []).map((source) => [source.type, { source, config }])),
  );
  return async ({ project, workflow, triggerId, source: type, input, connection, cursor: stored, signal }) => {
    const found = known.get(type);
    if (found === undefined) throw unknownSource(type);
    const { source, config } = found;
    const cursor = stored === undefined ? undefined : (source.readCursor(stored) as Json | undefined);
    const given = { input, ...(cursor !== undefined && { cursor }), ...(connection !== undefined && { connection }) };
    const run = {
      ...{ runId: nodeRunId(project, `poll.${workflow.id}`), config, signal },
      ...{ maxMs: maxPollMs, maxOutputBytes: MAX_ANSWER_BYTES, timedOut: () => timedOut(type, maxPollMs) },
      meta: {
        ...{ path: triggerId, nodeId: triggerId, idempotencyKey: "poll" },
        workflow: { id: workflow.id, name: "", version: workflow.version },
      },
    };
    return (await runAlone(source.node, given, run, parts)) as unknown as PollAnswer;
  };
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
