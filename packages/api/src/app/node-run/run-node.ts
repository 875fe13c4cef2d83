import { descriptorOf, type Failure, type Json, type NodeRunLog, type NodeTypeManifest } from "@tempograph/graph";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../app-deps.ts";
import { notFound, ok, refuse, type AppError, type Result } from "../app-error.ts";
import { knownNodeTypes } from "../known-node-types.ts";
import { invalidGraph } from "../read-draft.ts";
import { notRun } from "./not-run.ts";
import { newNodeRunId } from "./run-connection-node.ts";
import { readRun, type NodeRunPlan, type RunNodeInput } from "./read-run.ts";

export type { RunNodeInput } from "./read-run.ts";

export interface NodeRun {
  readonly status: "completed" | "failed";
  /** The node's data after its templates were rendered. Null if rendering failed. */
  readonly input: Json;
  readonly output: Json;
  /** Null if the node failed. */
  readonly port: string | null;
  readonly error: Failure | null;
  /** Null if the number is unknown, because the time was over. */
  readonly attempts: number | null;
  /** Wall time, including the way to the worker and back. */
  readonly durationMs: number;
  /** The lines that the node logged in its last attempt. */
  readonly logs: readonly NodeRunLog[];
}

type Outcome = Omit<NodeRun, "durationMs">;

const NODE_ID = "node";

/**
 * Runs one node with its side effect, in a worker, and records nothing: no execution and no mirrored history. Node types that the
 * machine carries out run here in the API, on virtual time.
 */
export async function runNode(deps: AppDeps, caller: Principal, input: RunNodeInput): Promise<Result<NodeRun>> {
  const types = await knownNodeTypes(deps.db);
  const manifest = types.get(input.type);
  if (manifest === undefined) return refuse(unknownNodeType(input.type));
  const plan = readRun(input);
  if (!plan.ok) return plan;
  const id = newNodeRunId(deps.project);
  const startedAt = performance.now();
  const outcome =
    manifest.runs === "machine"
      ? await runHere(deps, caller, manifest, plan.value, types, id)
      : await runInWorker(deps, caller, manifest, plan.value, id);
  return outcome.ok ? ok({ ...outcome.value, durationMs: performance.now() - startedAt }) : outcome;
}

async function runHere(
  { compute }: AppDeps,
  caller: Principal,
  { type }: NodeTypeManifest,
  { data, scope }: NodeRunPlan,
  types: ReadonlyMap<string, NodeTypeManifest>,
  id: string,
): Promise<Result<Outcome>> {
  // A container does nothing without the nodes inside it.
  if (descriptorOf(type)?.container !== undefined) return refuse(needsExecution(type));
  const node = { id: NODE_ID, type, data };
  const run = await compute.session(caller, (task) => task("runMachineNode", node, scope ?? {}, types, id));
  switch (run.kind) {
    case "invalid":
      return refuse({ ...invalidGraph(run.problems), code: "INVALID_INPUT" });
    case "needsExecution":
      return refuse(needsExecution(type));
    case "failed":
      return ok({ ...failed(run.failure, run.input), attempts: 1 });
    case "ended": {
      const { input, output, port } = run;
      return ok({ status: "completed", input, output, port, error: null, attempts: 1, logs: [] });
    }
  }
}

async function runInWorker(
  { nodes, compute }: AppDeps,
  caller: Principal,
  { type, input: schema }: NodeTypeManifest,
  { data, scope, attempts, timeoutMs }: NodeRunPlan,
  id: string,
): Promise<Result<Outcome>> {
  const rendered =
    scope === undefined
      ? { input: data }
      : await compute.session(caller, (task) =>
          task("renderInput", data, schema, scope, { id, nodeId: NODE_ID, now: Date.now() }),
        );
  if ("failure" in rendered) return ok({ ...failed(rendered.failure, null), attempts: 0 });
  const { input } = rendered;
  const request = { type, input, nodeId: NODE_ID, idempotencyKey: id };
  const answer = await nodes.run(request, { id, attempts, timeoutMs, summary: `run ${type}` });
  switch (answer.kind) {
    case "succeeded": {
      const { output, port, attempts: tried, logs } = answer;
      return ok({ status: "completed", input, output, port, error: null, attempts: tried, logs });
    }
    case "failed":
      return ok({ ...failed(answer.failure, input), attempts: answer.attempts, logs: answer.logs });
    default:
      return refuse(notRun(answer));
  }
}

function failed(error: Failure, input: Json): Omit<Outcome, "attempts"> {
  return { status: "failed", input, output: null, port: null, error, logs: [] };
}

function unknownNodeType(type: string): AppError {
  return notFound(
    "node type",
    type,
    "Look it up in `nodeTypes`. The types of a node pack are listed when a worker with the pack has started.",
    "/type",
  );
}

function needsExecution(type: string): AppError {
  return {
    code: "NODE_NEEDS_EXECUTION",
    message: `A node of type ${type} cannot run alone, because it needs an execution around it.`,
    path: "/type",
    hint: "Try it within a graph, with `simulate`.",
  };
}
