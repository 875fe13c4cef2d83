import { Context } from "@temporalio/activity";
import type { ApplicationFailure } from "@temporalio/common";
import type { NodeActivity } from "@tempograph/activities";
import { listSigningKeys, type Database } from "@tempograph/db";
import { operationSignature, signedNodeRunText } from "@tempograph/graph";
import { isSignedByOneOf } from "@tempograph/runtime";
import { refusedRun, type NodeRunGuard } from "./node-runs.ts";

/**
 * Accepts the run of a single node only if the API has signed it, for this id and this time. The id says whose connections the node may use,
 * so whoever reaches Temporal could otherwise use those of every project (I13, I15).
 */
export function nodeRunGuard(
  db: Database,
  { unsigned = false }: { readonly unsigned?: boolean | undefined },
): NodeRunGuard {
  return async (runId, request) => {
    if (unsigned) return;
    const signature = operationSignature(request);
    if (signature === null) throw notSigned();
    const { expiresAt, by } = signature;
    if (expiresAt < Date.now()) throw expired();
    const text = signedNodeRunText(runId, request, expiresAt);
    const keys = await listSigningKeys(db);
    const known = keys.map(({ id, publicKey }) => [id, publicKey] as const);
    if (!isSignedByOneOf(known, text, by)) throw notSigned();
  };
}

/** Node types for workflows. Somebody who starts one of them by itself, past the guard, is refused. */
export function workflowsOnly(activities: Readonly<Record<string, NodeActivity>>): Record<string, NodeActivity> {
  const guarded =
    (activity: NodeActivity): NodeActivity =>
    async (...args) => {
      if (!Context.current().info.inWorkflow) throw notSigned();
      return await activity(...args);
    };
  return Object.fromEntries(Object.entries(activities).map(([type, activity]) => [type, guarded(activity)]));
}

function notSigned(): ApplicationFailure {
  const hint = "Run nodes through Tempograph's API (`runNode`), which signs the request for the caller.";
  return refusedRun("OPERATION_NOT_SIGNED", "The run of the node is not signed for this id.", hint);
}

function expired(): ApplicationFailure {
  const hint =
    "Run the node again. If this repeats, compare the clocks of the machines on which the API and the workers run.";
  return refusedRun("SIGNATURE_EXPIRED", "The signature of the node's run has expired.", hint);
}
