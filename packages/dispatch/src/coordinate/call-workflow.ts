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
 * Calls a workflow: its event, its pending execution and the link to the caller in one transaction; any dispatcher starts
 * it. Its id comes from the step's idempotency key, so another attempt finds what the first one wrote (I2, I5). Where
 * `wait` is set, the close of the called execution brings a reply to the step (see `closeCoordination`).
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
    const chosen = chooseVersion(call.workflow, version, await findCallable(trx, call.workflow, version));
    const eventId = `evt_${base32(createHash("sha256").update(step.idempotencyKey).digest().subarray(0, 16))}`;
    const childId = executionId(eventId, chosen.workflowId);
    const inserted = await insertCall(trx, {
      ...{ childId, eventId, ...chosen, data: call.data, depth, hops: own.hops },
      ...{ parentId: own.id, parentPath: step.path, replyKey: step.idempotencyKey },
      ...{ wait: call.wait, parentClosePolicy: call.parentClosePolicy },
    });
    return inserted ? { executionId: childId, ...chosen } : await writtenMeanwhile(trx, own.id, step.idempotencyKey);
  });
}

/** Asks a called execution to end; the deliverer carries it out, as often as it takes (I4). */
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

/** Another attempt of the same step was faster; what it wrote is committed by now. */
async function writtenMeanwhile(trx: Database, parentId: string, key: string): Promise<CallRecord> {
  const found = await findCall(trx, parentId, key);
  if (found === undefined) throw new Error(`The call of step ${key} was written by another execution`);
  return found;
}

function tooDeep(): CoordinationError {
  return new CoordinationError(
    "CALL_TOO_DEEP",
    `${limits.MAX_CALL_DEPTH} executions called each other down to this one, which may not call another.`,
    "See whether the workflow calls itself without an end; a loop or an event does that without growing deeper.",
    { details: { limit: limits.MAX_CALL_DEPTH } },
  );
}
