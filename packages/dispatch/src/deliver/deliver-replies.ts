import { WorkflowNotFoundError } from "@temporalio/client";
import { writeReplyOutcomes, type ClaimedReply, type ReplyOutcome } from "@tempograph/db";
import { REPLY_SIGNAL, type ReplySignal } from "@tempograph/graph";
import { backOffMs } from "@tempograph/runtime";
import { temporalErrorKind, temporalErrorMessage } from "../temporal-error.ts";
import type { DeliverParts } from "./deliverer-options.ts";

/** How long to wait before a reply that Temporal has refused is sent again. */
const REFUSED = { minMs: 200, maxMs: 60_000 };

/** How long to wait before a reply to an execution that is missing in Temporal is sent again. */
const MISSING_DELAY_MS = 10_000;

/** Sends all replies to the executions that wait for them, concurrently, then writes the outcomes. */
export async function deliverReplies(parts: DeliverParts, replies: readonly ClaimedReply[]): Promise<void> {
  if (replies.length === 0) return;
  const outcomes = await Promise.all(replies.map((reply) => deliver(parts, reply)));
  await parts.faultPoint?.("mark", replies[0]!.executionId);
  await writeReplyOutcomes(parts.db, outcomes);
}

async function deliver(parts: DeliverParts, claimed: ClaimedReply): Promise<ReplyOutcome> {
  const { client, logger, outage } = parts;
  const { id, executionId, path, key, reply, time, attempts } = claimed;
  await parts.faultPoint?.("signal", executionId);
  const from = performance.now();
  try {
    const signal: ReplySignal = { path, key, reply: reply as ReplySignal["reply"], time };
    await client.withDeadline(Date.now() + parts.deadlineMs, () =>
      client.workflow.getHandle(executionId).signal(REPLY_SIGNAL, signal),
    );
    outage.succeeded();
    return { id, outcome: "delivered" };
  } catch (error) {
    // The execution that waited has closed, or Temporal does not know it. A missing namespace gives a different error.
    if (error instanceof WorkflowNotFoundError) {
      const message = temporalErrorMessage(error);
      const outcome = message.includes("already completed") ? "gone" : "unknown";
      return { id, outcome, error: message, delayMs: MISSING_DELAY_MS };
    }
    const failed = { id, outcome: "failed", error: temporalErrorMessage(error) } as const;
    if (temporalErrorKind(error) === "unavailable") {
      outage.failed(from, error);
      return { ...failed, delayMs: 0 };
    }
    logger.error({ err: error, executionId, path }, "Temporal refuses a reply; it is tried again");
    return { ...failed, delayMs: backOffMs(attempts + 1, REFUSED) };
  }
}
