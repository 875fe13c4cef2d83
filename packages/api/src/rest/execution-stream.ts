import { findExecutions, type UpdateRecord } from "@tempograph/db";
import type { FastifyReply, FastifyRequest } from "fastify";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { isClosed } from "../app/steer-execution.ts";
import { lastSeen } from "../http/read-body.ts";
import { whenClosed } from "../http/when-closed.ts";
import { updateJson } from "../operations/answers/execution.ts";
import type { Context } from "../operations/operation.ts";

const KEEP_ALIVE_MS = 15_000;

/**
 * Sends an execution's updates as Server-Sent Events. After a broken connection `EventSource` continues by itself (I7). The answer
 * is 204 if the execution has ended and there are no further updates, which stops EventSource.
 */
export async function sendStream(
  { deps: { db }, caller }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  updates: AsyncGenerator<UpdateRecord>,
) {
  const { raw } = reply;
  const left = new AbortController();
  const gone = left.signal;
  whenClosed(raw, raw.destroyed, () => {
    left.abort();
    void updates.return(undefined);
  });
  const { id } = request.params as { readonly id: string };
  const after = lastSeen(request);
  const [execution] = await findExecutions(db, [id]);
  if (
    after !== undefined &&
    execution !== undefined &&
    isClosed(execution) &&
    BigInt(after) >= BigInt(execution.updateSeq)
  ) {
    await updates.return(undefined);
    return await reply.code(204).send();
  }

  reply.hijack();
  if (gone.aborted) return reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "x-accel-buffering": "no",
  });
  raw.write("retry: 1000\n\n");
  const alive = setInterval(() => raw.write(": still here\n\n"), KEEP_ALIVE_MS);
  const unwatch = request.watchCaller(() => raw.destroy());
  try {
    for await (const update of updates) {
      if (gone.aborted) break;
      const text = `id: ${update.seq}\nevent: ${update.kind}\ndata: ${JSON.stringify(updateJson(update, { caller }))}\n\n`;
      if (!raw.write(text)) await drained(raw, gone);
    }
  } catch {
    // End the stream without an error: the client connects again with its cursor and then gets the error.
  } finally {
    clearInterval(alive);
    unwatch();
    raw.end();
  }
  return reply;
}

/** Waits until the client has read what was written, so that a slow client delays the reading from the database and does not fill this process's memory. */
async function drained(raw: ServerResponse, gone: AbortSignal): Promise<void> {
  // The signal also removes the listener. It throws where the client has left.
  await once(raw, "drain", { signal: gone });
}
