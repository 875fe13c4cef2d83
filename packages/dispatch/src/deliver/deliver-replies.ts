import { WorkflowNotFoundError } from "@temporalio/client";
import { settleReplies, type ClaimedReply, type ReplyOutcome } from "@tempograph/db";
import { REPLY_SIGNAL, type Json } from "@tempograph/graph";
import { startErrorKind, startErrorMessage } from "../start/start-error.ts";
import type { DeliverParts } from "./deliver-parts.ts";

/** The one argument of the signal that brings a reply. */
export interface ReplySignal {
  readonly path: string;
  /** Idempotency key of the step that asked. */
  readonly key: string;
  readonly reply: Json;
  /** ms since epoch: when the answer was there. */
  readonly time: number;
}

const MIN_DELAY_MS = 200;
const MAX_DELAY_MS = 60_000;

/** Signals waiting executions, all at once, then writes what became of it. */
export async function deliverReplies(parts: DeliverParts, replies: readonly ClaimedReply[]): Promise<void> {
  if (replies.length === 0) return;
  const outcomes = await Promise.all(replies.map((reply) => deliver(parts, reply)));
  await parts.onPoint?.("settle", replies[0]!.executionId);
  await settleReplies(parts.db, outcomes);
}

async function deliver(parts: DeliverParts, claimed: ClaimedReply): Promise<ReplyOutcome> {
  const { client, logger, outage } = parts;
  const { id, executionId, path, key, reply, time, attempts } = claimed;
  await parts.onPoint?.("signal", executionId);
  const from = performance.now();
  try {
    const signal: ReplySignal = { path, key, reply, time };
    await client.withDeadline(Date.now() + parts.deadlineMs, () =>
      client.workflow.getHandle(executionId).signal(REPLY_SIGNAL, signal),
    );
    if (outage.succeeded()) logger.info({}, "Temporal is back");
    return { id, outcome: "delivered" };
  } catch (error) {
    // Closed, or deleted: whoever waited is gone. A namespace that is not there is another error.
    if (error instanceof WorkflowNotFoundError) return { id, outcome: "gone", error: startErrorMessage(error) };
    const failed = { id, outcome: "failed", error: startErrorMessage(error) } as const;
    if (startErrorKind(error) === "unavailable") {
      if (outage.failed(from)) logger.warn({ err: error }, "Temporal does not take replies; they wait");
      return { ...failed, delayMs: 0 };
    }
    logger.error({ err: error, executionId, path }, "Temporal refuses a reply; it is tried again");
    return { ...failed, delayMs: Math.min(MIN_DELAY_MS * 2 ** attempts, MAX_DELAY_MS) };
  }
}
