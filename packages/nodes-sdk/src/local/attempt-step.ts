import type { RunStep, StepOutcome } from "@tempograph/graph";
import { createNodeFetch } from "../context/node-fetch.ts";
import type { NodeContext, NodeFetch, NodeLogger } from "../context/node-context.ts";
import { failureOf, isNodeError, retryable } from "../error/node-error.ts";
import { executeNode } from "../execute/execute-node.ts";
import type { LocalExecution } from "./local-world.ts";
import type { RunGraphOptions } from "./run-graph.ts";

type AttemptOptions = Pick<RunGraphOptions, "clock" | "config" | "logger">;

/** One attempt of a step in a local run: the node's own code, on virtual time. Never throws. */
export async function attemptStep(
  execution: LocalExecution,
  step: RunStep,
  attempt: number,
  fetch: NodeFetch,
  options: AttemptOptions,
): Promise<StepOutcome> {
  const takesMs = options.clock?.stepTakesMs?.(step, attempt) ?? 0;
  const node = execution.graph.nodes.get(step.type)!;
  try {
    return { ...(await executeNode(node, contextOf(execution, step, attempt, fetch, options), step.input)), takesMs };
  } catch (error) {
    const known = isNodeError(error) ? error : retryable("NODE_FAILED", String(error), { cause: error });
    return { failure: failureOf(known), takesMs };
  }
}

function contextOf(
  execution: LocalExecution,
  step: RunStep,
  attempt: number,
  fetch: NodeFetch,
  options: AttemptOptions,
): NodeContext {
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
    fetch: createNodeFetch(fetch, { signal, idempotencyKey, logger }),
    config: (name) => options.config?.[name],
  };
}

const nothing = (): void => undefined;
const SILENT: NodeLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
