import {
  compile,
  coreNodeTypes,
  freeze,
  runLocally,
  validateGraph,
  type EventData,
  type Graph,
  type Json,
  type LocalRunResult,
  type NodeTypeManifest,
  type Problem,
  type RunStep,
  type StepOutcome,
} from "@tempograph/graph";
import { createNodeFetch } from "../context/node-fetch.ts";
import type { NodeContext, NodeFetch, NodeLogger } from "../context/node-context.ts";
import { manifestOf } from "../define/manifest-of.ts";
import type { NodePack } from "../define/node-pack.ts";
import type { NodeType } from "../define/node-type.ts";
import { createEgressFetch } from "../egress/egress-fetch.ts";
import { failureOf, isNodeError, retryable } from "../error/node-error.ts";
import { executeNode } from "../execute/execute-node.ts";

/** An event for a local run: only the payload is needed. */
export type LocalEvent = Partial<Omit<EventData, "data">> & { readonly data: Json };

export interface RunGraphOptions {
  /** Node types beside the machine's own, or whole packs of them. */
  readonly nodes: readonly (NodeType | NodePack)[];
  /** Virtual time: where it starts (ms since epoch, default the event's time), and how long an attempt of a step takes (default 0 ms). */
  readonly clock?: { readonly startAt?: number; readonly stepTakesMs?: (step: RunStep, attempt: number) => number };
  readonly signals?: readonly { readonly afterMs: number; readonly name: string; readonly payload: Json }[];
  readonly cancelAfterMs?: number;
  /** What `ctx.fetch` calls. Default: the real one under the egress rules. */
  readonly fetch?: NodeFetch;
  readonly allow?: readonly string[];
  readonly logger?: NodeLogger;
  readonly config?: { readonly [name: string]: Json };
}

/** The graph has errors: `problems` says which, each with its place and cure. */
export class GraphInvalidError extends Error {
  readonly code = "INVALID_GRAPH";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      `The graph has ${problems.length} errors: ${problems.map(({ path, message }) => `${path}: ${message}`).join("; ")}`,
    );
    this.name = "GraphInvalidError";
    this.problems = problems;
  }
}

/**
 * Runs a graph in this process with virtual time: the same machine as on Temporal, no server, no database, nothing
 * durable. Side effects of the nodes are real; days of delay and of back-off take microseconds.
 *
 *     const { status, output, trace } = await runGraph(graph, { data: { lead: { score: 90 } } }, { nodes: [scoreLead] });
 *
 * @throws GraphInvalidError where the graph could not be published
 */
export async function runGraph(graph: Graph, event: LocalEvent, options: RunGraphOptions): Promise<LocalRunResult> {
  const { nodes, types } = collect(options.nodes);
  const errors = validateGraph({ graph, types }).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new GraphInvalidError(errors);

  const workflow = { id: "local", name: "local", version: 1 };
  const program = compile(freeze({ graph, types, workflow }));
  const egress = options.fetch ? undefined : createEgressFetch({ allow: [...(options.allow ?? [])] });
  const fetch = options.fetch ?? egress!;
  try {
    return await runLocally(program, wholeEvent(event), {
      executionId: EXECUTION_ID,
      runStep: (step, attempt) => attemptStep(nodes.get(step.type)!, step, attempt, fetch, options),
      ...(options.clock?.startAt !== undefined && { startAt: options.clock.startAt }),
      ...(options.signals && { signals: options.signals }),
      ...(options.cancelAfterMs !== undefined && { cancelAfterMs: options.cancelAfterMs }),
    });
  } finally {
    await egress?.close();
  }
}

const EXECUTION_ID = "local-execution";
const LOCAL_PACK = { name: "local", version: "0" };

function collect(given: readonly (NodeType | NodePack)[]): {
  readonly nodes: ReadonlyMap<string, NodeType>;
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
} {
  const nodes = new Map<string, NodeType>();
  const types = new Map<string, NodeTypeManifest>(coreNodeTypes.map((type) => [type.type, type]));
  for (const one of given) {
    const pack = "nodes" in one ? one : { ...LOCAL_PACK, nodes: [one] };
    for (const node of pack.nodes) {
      nodes.set(node.type, node);
      types.set(node.type, manifestOf(node, pack));
    }
  }
  return { nodes, types };
}

function wholeEvent(event: LocalEvent): EventData {
  return { id: "evt_local", type: "local", source: "/local", time: "1970-01-01T00:00:00.000Z", ...event };
}

async function attemptStep(
  node: NodeType,
  step: RunStep,
  attempt: number,
  fetch: NodeFetch,
  options: RunGraphOptions,
): Promise<StepOutcome> {
  const takesMs = options.clock?.stepTakesMs?.(step, attempt) ?? 0;
  try {
    return { ...(await executeNode(node, contextOf(step, attempt, fetch, options), step.input)), takesMs };
  } catch (error) {
    const known = isNodeError(error) ? error : retryable("NODE_FAILED", String(error), { cause: error });
    return { failure: failureOf(known), takesMs };
  }
}

function contextOf(step: RunStep, attempt: number, fetch: NodeFetch, options: RunGraphOptions): NodeContext {
  const { signal } = new AbortController();
  const { idempotencyKey, path, nodeId } = step;
  const logger = options.logger ?? SILENT;
  return {
    logger,
    signal,
    heartbeat: () => undefined,
    idempotencyKey,
    attempt,
    execution: { id: EXECUTION_ID, workflowId: "local", workflowName: "local", workflowVersion: 1 },
    step: { path, nodeId },
    fetch: createNodeFetch(fetch, { signal, idempotencyKey, logger }),
    config: (name) => options.config?.[name],
  };
}

const nothing = (): void => undefined;
const SILENT: NodeLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
