import { newId } from "@tempograph/db";
import { nodeRunId, type CONNECTION_SIGN_IN_NODE, type CONNECTION_TEST_NODE, type JsonObject } from "@tempograph/graph";
import type { NodeRunAnswer } from "../../temporal/node-runner.ts";
import type { AppDeps } from "../app-deps.ts";

/** The time that a service has to answer, and that a worker has to take the run on. */
const TIMEOUT_MS = 30_000;

/** A new id for a node that runs without an execution. It names the project, because workers learn it from the id. */
export function newNodeRunId(project: string): string {
  return nodeRunId(project, newId("run"));
}

/** Has a worker do what a connection needs done with its credentials, because the API neither decrypts them nor calls the service. */
export function runConnectionNode(
  { nodes, project }: Pick<AppDeps, "nodes" | "project">,
  type: typeof CONNECTION_SIGN_IN_NODE | typeof CONNECTION_TEST_NODE,
  input: JsonObject & { readonly connection: string },
  summary: string,
): Promise<NodeRunAnswer> {
  const id = newNodeRunId(project);
  return nodes.run(
    { type, input, nodeId: "connection", idempotencyKey: id },
    { id, attempts: 1, timeoutMs: TIMEOUT_MS, summary: `${summary} ${input.connection}` },
  );
}
