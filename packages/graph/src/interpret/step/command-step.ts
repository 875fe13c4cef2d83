import type { JsonObject } from "../../definition/json.ts";
import type { RetryPolicy } from "../../definition/definition.ts";
import type { ProgramNode } from "../state/program.ts";
import { countInput, emit } from "../effects/gate.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { openEntry } from "./open.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { stepPath, summaryOf } from "../state/step-path.ts";
import type { OpenEntry } from "../state/open-entry.ts";

export interface StepFields {
  /** Default: the path of the node. */
  readonly path?: string;
  readonly purpose?: OpenEntry["purpose"];
  readonly revision?: number;
  readonly retry?: RetryPolicy;
  /** The bytes of `input`, if they are known. */
  readonly bytes?: number;
}

/**
 * Commands an activity and opens the entry that waits for its answer. The idempotency key is made from the execution, the
 * path and the revision (I5).
 */
export function commandStep<Compiled, Memo>(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode<Compiled>,
  input: JsonObject,
  memo: Memo,
  fields: StepFields = {},
): OpenEntry<Compiled, Memo> {
  const { type, retry, timeout, label, taskQueue } = node.definition;
  const { purpose, revision = 0 } = fields;
  const path = fields.path ?? stepPath(scope.path, node.segment);
  const key = idempotencyKey(run.executionId, path, revision);
  const lane = purpose === undefined ? node.definition.lane : "step";
  const entry = openEntry(run, scope, node, "step", memo, {
    path,
    ...(purpose !== undefined && { purpose }),
    ...(purpose === undefined && node.definition.runs === "machine" && { key }),
    ...(revision > 0 && { revision }),
  });
  emit(run, {
    kind: "runStep",
    path,
    nodeId: node.id,
    type,
    input,
    lane,
    retry: fields.retry ?? retry,
    timeout,
    idempotencyKey: key,
    summary: summaryOf(path, label),
    ...(purpose !== undefined && { purpose }),
    ...(taskQueue !== undefined && { taskQueue }),
  });
  countInput(run, input, fields.bytes);
  if (lane === "burst") {
    run.burstsAwaited += 1;
    if (run.program.receivesSignals) run.unsettledBurst = true;
  }
  return entry;
}
