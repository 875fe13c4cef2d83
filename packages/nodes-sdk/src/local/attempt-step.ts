import type { Json, RunStep, StepOutcome } from "@tempograph/graph";
import { createNodeConnect } from "../context/node-connect.ts";
import { createNodeFetch } from "../context/node-fetch.ts";
import type { NodeFetch, NodeLogger } from "../context/node-context.ts";
import type { EgressConnect } from "../egress/egress-connect.ts";
import { failureOf, isNodeError, retryable } from "../error/node-error.ts";
import { type AttemptContext, executeNode } from "../execute/execute-node.ts";
import type { LocalExecution } from "./local-world.ts";

/** What every attempt in a run gets in addition to its input. */
export interface AttemptOptions {
  /** How long an attempt of a step takes on virtual time. Default 0 ms. */
  readonly clock?: { readonly stepTakesMs?: (step: RunStep, attempt: number) => number };
  readonly logger?: NodeLogger;
  readonly config?: { readonly [name: string]: Json };
}

interface Network {
  readonly fetch: NodeFetch;
  readonly connect: EgressConnect;
}

/** One attempt of a step in a local run: the node's own code, on virtual time. Never throws. */
export async function attemptStep(
  execution: LocalExecution,
  step: RunStep,
  attempt: number,
  network: Network,
  options: AttemptOptions,
): Promise<StepOutcome> {
  const takesMs = options.clock?.stepTakesMs?.(step, attempt) ?? 0;
  const node = execution.graph.nodes.get(step.type)!;
  try {
    return { ...(await executeNode(node, contextOf(execution, step, attempt, network, options), step.input)), takesMs };
  } catch (error) {
    const known = isNodeError(error) ? error : retryable("NODE_FAILED", String(error), { cause: error });
    return { failure: failureOf(known), takesMs };
  }
}

function contextOf(
  execution: LocalExecution,
  step: RunStep,
  attempt: number,
  network: Network,
  options: AttemptOptions,
): AttemptContext {
  const { signal } = new AbortController();
  const { idempotencyKey, path, nodeId } = step;
  const { id: workflowId, name: workflowName, version: workflowVersion } = execution.graph.workflow;
  const logger = options.logger ?? SILENT;
  return {
    logger,
    signal,
    heartbeat: () => undefined,
    idempotencyKey,
    attempt,
    execution: { id: execution.id, workflowId, workflowName, workflowVersion },
    step: { path, nodeId },
    fetch: createNodeFetch(network.fetch, { signal, idempotencyKey, logger }),
    connect: createNodeConnect(network.connect, signal),
    config: (name) => options.config?.[name],
  };
}

const nothing = (): void => undefined;
const SILENT: NodeLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
