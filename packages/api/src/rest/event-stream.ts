import type { FastifyReply, FastifyRequest } from "fastify";
import { refusedByError } from "../app/app-error.ts";
import { createEventSender, SubscriberTooSlow, tooSlow } from "../http/event-sender.ts";
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
  patienceMs: number,
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
  const sender = createEventSender(raw, gone, patienceMs);
  const alive = setInterval(() => raw.writableNeedDrain || raw.write(": still here\n\n"), KEEP_ALIVE_MS);
  const unwatch = request.watchCaller(() => raw.destroy());
  let last: string | undefined;
  let ending: StreamMessage | undefined;
  try {
    for await (const value of values) {
      if (gone.aborted) break;
      const made = message(value, context);
      last = made.id;
      await sender.send(textOf(made));
    }
    if (last === undefined) ending = { event: "end", data: {} };
  } catch (error) {
    const isSlow = error instanceof SubscriberTooSlow;
    const refused = isSlow ? tooSlow : refusedByError(error);
    // Without an error in the stream, the client connects again with its cursor and then gets the error.
    if (refused !== undefined && (isSlow || last === undefined))
      ending = {
        ...(last !== undefined && { id: last }),
        event: "refused",
        data: problemBody(fromAppError(refused), request.id),
      };
  } finally {
    clearInterval(alive);
    unwatch();
    sender.end(ending && textOf(ending));
  }
  return reply;
}

function textOf({ id, event, data }: StreamMessage): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
