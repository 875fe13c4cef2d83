import { Context } from "@temporalio/activity";
import { NODE_TYPE_ELSEWHERE } from "@tempograph/graph";
import { type NodePack, permanent, retryable } from "@tempograph/nodes-sdk";
import type { NodeActivity } from "./activity-host.ts";
import { CountedAttempt } from "./counted-attempt.ts";
import { executionIdOf } from "./execution-id-of.ts";
import { applicationFailure, safeFailure } from "./host-failure.ts";
import type { HostParts } from "./host-parts.ts";

/** The next worker is asked soon at first, as while a new release is rolled out, and later twice a minute. */
const PAUSES_MS = [500, 500, 500, 1_000, 1_000, 2_000, 2_000, 3_000, 5_000, 5_000, 10_000, 10_000, 30_000];
/** Of a step that waits for long, one attempt in so many is reported. */
const REPORTED_EVERY = 20;

/**
 * The activity that Temporal calls for types that no node of this worker has. The step waits for a worker that has one, and its attempts do not
 * count. A burst step, which is bound to this worker, is handed back, to be run as an ordinary step.
 */
export function unknownType(packs: readonly NodePack[], parts: HostParts): NodeActivity {
  const details = { packs: packs.map(({ name, version }) => `${name}@${version}`) };
  return (_input, meta) => {
    const context = Context.current();
    const { activityType: type, attempt, isLocal, workflowExecution } = context.info;
    const counted = new CountedAttempt(context, meta);
    const path = meta?.path ?? "";
    const now = Date.now();
    const message = `This worker has no node type ${JSON.stringify(type)}.`;
    if (isLocal) {
      const elsewhere = permanent(NODE_TYPE_ELSEWHERE, message);
      return Promise.reject(applicationFailure(safeFailure(elsewhere, path), undefined, now));
    }
    const hint =
      'The step waits for a worker that has it. Add the pack that brings it to "nodePacks" in tempograph.config.json or to TEMPOGRAPH_NODE_PACKS, and start a worker.';
    const retryAfterMs = PAUSES_MS[Math.min(attempt, PAUSES_MS.length) - 1]!;
    const error = counted.isCounted
      ? retryable("NODE_TYPE_UNKNOWN", message, { hint, details, retryAfterMs })
      : permanent("NODE_TYPE_UNKNOWN", message, { hint, details });
    const failure = safeFailure(error, path);
    if (counted.isCounted && (attempt <= REPORTED_EVERY || attempt % REPORTED_EVERY === 0)) {
      const begun = {
        ...{
          executionId: executionIdOf(context.info),
          runId: workflowExecution?.runId ?? "",
          path,
          nodeId: meta.nodeId,
        },
        ...{ type, attempt, lane: "step" as const, startedAt: now, worker: parts.worker },
      };
      parts.reportAttempt(begun);
      parts.reportAttempt({ ...begun, endedAt: now, outcome: "failed", failure });
    }
    return Promise.reject(counted.end(applicationFailure(failure, error.retryAfterMs, now), counted.details));
  };
}
