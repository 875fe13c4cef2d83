import type { FastifyReply, FastifyRequest } from "fastify";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { refusedByError } from "../app/app-error.ts";
import { fromAppError, problemBody } from "../http/problem-json.ts";
import { whenClosed } from "../http/when-closed.ts";
import type { AnyOperation, Context, StreamMessage } from "../operations/operation.ts";

const KEEP_ALIVE_MS = 15_000;

/**
 * Sends the values of a subscription as Server-Sent Events. A caller whose connection breaks goes on after the last message that had an
 * id (I7). A stream without ids cannot be resumed: it ends with the message `end`, or with `refused` and a problem.
 */
export async function sendStream(
  { rest }: AnyOperation,
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  values: AsyncGenerator<never>,
) {
  const { raw } = reply;
  const { message, isOver } = rest!.stream!;
  const left = new AbortController();
  const gone = left.signal;
  whenClosed(raw, raw.destroyed, () => {
    left.abort();
    void values.return(undefined);
  });
  if (await isOver?.(context, request)) {
    await values.return(undefined);
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
  let resumable = false;
  try {
    for await (const value of values) {
      if (gone.aborted) break;
      const made = message(value, context);
      resumable = made.id !== undefined;
      if (!raw.write(textOf(made))) await drained(raw, gone);
    }
    if (!resumable) raw.write(textOf({ event: "end", data: {} }));
  } catch (error) {
    // Without an error in the stream, the client connects again with its cursor and then gets the error.
    const refused = refusedByError(error);
    if (!resumable && refused !== undefined && !gone.aborted)
      raw.write(textOf({ event: "refused", data: problemBody(fromAppError(refused), request.id) }));
  } finally {
    clearInterval(alive);
    unwatch();
    raw.end();
  }
  return reply;
}

function textOf({ id, event, data }: StreamMessage): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Waits until the client has read what was written, so that a slow client delays the reading from the database and does not fill this process's memory. */
async function drained(raw: ServerResponse, gone: AbortSignal): Promise<void> {
  // The signal also removes the listener. It throws where the client has left.
  await once(raw, "drain", { signal: gone });
}
