import { findExecutions, type UpdateRecord } from "@tempograph/db";
import type { FastifyReply, FastifyRequest } from "fastify";
import { isClosed } from "../app/steer-execution.ts";
import { lastSeen } from "../http/read-body.ts";
import { updateJson } from "../operations/answers/execution.ts";
import type { Context } from "../operations/operation.ts";

const KEEP_ALIVE_MS = 15_000;

/**
 * An execution's updates as Server-Sent Events; `EventSource` goes on by itself where the connection broke (I7). 204
 * where the execution has ended and nothing is left, which stops EventSource.
 */
export async function sendStream(
  { deps: { db } }: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  updates: AsyncGenerator<UpdateRecord>,
) {
  const { id } = request.params as { readonly id: string };
  const after = lastSeen(request);
  const [execution] = await findExecutions(db, [id]);
  if (
    after !== undefined &&
    execution !== undefined &&
    isClosed(execution) &&
    BigInt(after) >= BigInt(execution.updateSeq)
  )
    return await reply.code(204).send();

  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream; charset=utf-8",
    "x-accel-buffering": "no",
  });
  raw.write("retry: 1000\n\n");
  const alive = setInterval(() => raw.write(": still here\n\n"), KEEP_ALIVE_MS);
  let gone = false;
  raw.on("close", () => {
    gone = true;
  });
  try {
    for await (const update of updates) {
      if (gone) break;
      const text = `id: ${update.seq}\nevent: ${update.kind}\ndata: ${JSON.stringify(updateJson(update))}\n\n`;
      if (!raw.write(text)) await drained(raw);
    }
  } catch {
    // The stream just ends: the client comes again with its cursor, and is told then what is wrong.
  } finally {
    clearInterval(alive);
    raw.end();
  }
  return reply;
}

/** A slow reader holds back the reading from the database, not the memory of this process. */
async function drained(raw: NodeJS.WritableStream): Promise<void> {
  await new Promise<void>((resolve) => {
    raw.once("drain", resolve);
    raw.once("close", resolve);
  });
}
