import { createHash } from "node:crypto";
import {
  canonicalJson,
  compileTemplate,
  createBudget,
  limits,
  nodeRunId,
  triggerScope,
  urlFields,
  type Json,
  type JsonObject,
  type LookupRequest,
} from "@tempograph/graph";
import { type NodeType, retryable } from "@tempograph/nodes-sdk";
import type { ConfiguredPack, HostParts } from "./host-parts.ts";
import { runAlone } from "./run-alone.ts";

/** A lookup whose input is rendered. */
export interface PreparedLookup {
  /** The same for all runs that would find the same out: of this version of the node, with this input, with the rights of this workflow. */
  readonly key: string;
  /** Throws `NodeError`. */
  run(signal: AbortSignal): Promise<Json>;
}

/** Throws `ExpressionError` or `NodeError`. */
export type PrepareLookup = (request: LookupRequest) => PreparedLookup;

/** The longest time that one lookup may take: somebody waits for the event's execution. */
const MAX_LOOKUP_MS = 15_000;

/** Runs single nodes of the catalogue for the conditions of triggers. */
export function createPrepareLookup(
  packs: readonly ConfiguredPack[],
  parts: HostParts,
  maxLookupMs = MAX_LOOKUP_MS,
): PrepareLookup {
  const known = new Map<string, ConfiguredPack & { readonly node: NodeType }>(
    packs.flatMap(({ pack, config }) => pack.nodes.map((node) => [node.type, { node, pack, config }])),
  );
  return ({ project, workflow, triggerId, as, node: type, input, event }) => {
    const found = known.get(type);
    if (found === undefined)
      throw retryable("NODE_TYPE_UNKNOWN", `This worker has no node type ${JSON.stringify(type.slice(0, 100))}.`, {
        hint: 'Add the pack that brings it to "nodePacks", and start the worker again.',
      });
    const { node, pack, config } = found;
    const urls = new Set(urlFields(input, node.schemas.input));
    const given = compileTemplate(input, { urls }).render(triggerScope(event, workflow), createBudget()) as JsonObject;
    // Workflows share what is found without credentials. A connection may be one that the others must not use.
    const user = node.connections !== undefined && given["connection"] != null ? workflow.id : null;
    const key = sha256(canonicalJson([type, pack.name, pack.version, given, user]));
    return {
      key,
      run: (signal) =>
        runAlone(
          node,
          given,
          {
            ...{ runId: nodeRunId(project, `lookup.${workflow.id}`), config, signal },
            ...{ maxMs: maxLookupMs, maxOutputBytes: limits.MAX_LOOKUP_BYTES },
            timedOut: () =>
              retryable("LOOKUP_TIMEOUT", `${type} did not answer within ${String(maxLookupMs / 1_000)} seconds.`, {
                hint: "Ask for less, or for something that answers sooner. It is asked again.",
              }),
            meta: {
              ...{ path: `${triggerId}.${as}`, nodeId: as, workflow },
              idempotencyKey: sha256(`${event.id}\n${workflow.id}\n${triggerId}\n${as}`).slice(0, 32),
            },
          },
          parts,
        ),
    };
  };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
