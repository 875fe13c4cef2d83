import { createHash } from "node:crypto";
import {
  base32,
  callDepth,
  findCall,
  findCallable,
  insertCall,
  requestChildEnd,
  type CallRecord,
  type Database,
} from "@tempograph/db";
import { limits, type CallAnswer, type CallRequest, type ParentClosePolicy } from "@tempograph/graph";
import { executionId } from "../match/execution-id.ts";
import { checkInput } from "./check-input.ts";
import { chooseVersion } from "./choose-version.ts";
import type { CallerStep } from "./caller-step.ts";
import type { CoordinationDeps } from "./coordination-deps.ts";
import { CoordinationError } from "./coordination-error.ts";
import { ownExecution } from "./own-execution.ts";

export type CallStart = Omit<Extract<CallRequest, { op: "start" }>, "op">;

/**
 * Calls a workflow. One transaction writes the event, the pending execution and its link to the caller; any dispatcher may
 * then start the execution. The execution's id is derived from the step's idempotency key, so another attempt finds what the
 * first one wrote (I2, I5). If `wait` is set, the close of the called execution sends a reply to the step (see
 * `closeCoordination`).
 */
export async function startCall(deps: CoordinationDeps, step: CallerStep, call: CallStart): Promise<CallAnswer> {
  checkInput("/workflow", call.workflow);
  checkInput("/data", call.data);
  return await deps.db.transaction().execute(async (trx): Promise<CallAnswer> => {
    const own = await ownExecution(trx, step.executionId);
    const before = await findCall(trx, own.id, step.idempotencyKey);
    if (before !== undefined) return before;
    const depth = (await callDepth(trx, own.id)) + 1;
    if (depth > limits.MAX_CALL_DEPTH) throw tooDeep();
    const version = call.version ?? null;
    const chosen = chooseVersion(call.workflow, version, await findCallable(trx, own.project, call.workflow, version));
    const eventId = `evt_${base32(createHash("sha256").update(step.idempotencyKey).digest().subarray(0, 16))}`;
    const childId = executionId(eventId, chosen.workflowId);
    const inserted = await insertCall(trx, {
      ...{ project: own.project, childId, eventId, ...chosen, data: call.data, depth, hops: own.hops },
      ...{ parentId: own.id, parentPath: step.path, replyKey: step.idempotencyKey },
      ...{ wait: call.wait, parentClosePolicy: call.parentClosePolicy },
    });
    return inserted ? { executionId: childId, ...chosen } : await writtenMeanwhile(trx, own.id, step.idempotencyKey);
  });
}

/** Writes the request to end a called execution; the deliverer carries it out and repeats it until it succeeds (I4). */
export async function endCall(
  deps: CoordinationDeps,
  step: CallerStep,
  childId: string,
  policy: ParentClosePolicy,
): Promise<void> {
  if (policy === "abandon") return;
  checkInput("/executionId", childId);
  await requestChildEnd(deps.db, step.executionId, childId, policy === "terminate" ? "terminate" : "cancel");
}

/** Reads the call that another attempt of the same step has written and committed in the meantime. */
async function writtenMeanwhile(trx: Database, parentId: string, key: string): Promise<CallRecord> {
  const found = await findCall(trx, parentId, key);
  if (found === undefined) throw new Error(`The call of step ${key} was written by another execution`);
  return found;
}

function tooDeep(): CoordinationError {
  return new CoordinationError(
    "CALL_TOO_DEEP",
    `${limits.MAX_CALL_DEPTH} executions called each other down to this one, which may not call another.`,
    "Check whether the workflow calls itself without an end. To repeat work, use a loop or emit an event: neither adds to the depth.",
    { details: { limit: limits.MAX_CALL_DEPTH } },
  );
}
