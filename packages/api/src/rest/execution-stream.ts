import type { FastifyInstance } from "fastify";
import { fromAppError, sendProblem } from "../http/problem-json.ts";
import { describe, executionId } from "./describe.ts";
import { parameter, type Query } from "./read-request.ts";
import { updateJson } from "./to-json.ts";

const KEEP_ALIVE_MS = 15_000;

/** An execution's updates as Server-Sent Events; `EventSource` goes on by itself where the connection broke (I7). */
export function executionStream(server: FastifyInstance): void {
  server.get<{ Params: { id: string }; Querystring: Query }>("/executions/:id/events", {
    schema: describe({
      tag: "executions",
      summary: "Its updates, live (Server-Sent Events)",
      description:
        "First those stored behind the cursor, then live; ends behind the closing one. Each has its cursor as `id` and its kind as `event`. " +
        "204 where the execution has ended and nothing is left, which stops EventSource.",
      params: executionId,
      query: { after: "Cursor of the last update that was seen." },
      headers: { "last-event-id": "The same, as EventSource sends it." },
    }),
    async handler(request, reply) {
      const lastEventId = request.headers["last-event-id"];
      const after =
        typeof lastEventId === "string" && lastEventId !== "" ? lastEventId : parameter(request.query, "after");
      const followed = await request.app.followExecution(request.params.id, after);
      if (!followed.ok) return await sendProblem(reply, fromAppError(followed.error));
      const updates = followed.value;
      const [execution] = await request.app.loadExecutions([request.params.id]);
      const closed = execution != null && execution.status !== "pending" && execution.status !== "running";
      if (closed && after !== undefined && BigInt(after) >= BigInt(execution.updateSeq))
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
    },
  });
}

/** A slow reader holds back the reading from the database, not the memory of this process. */
async function drained(raw: NodeJS.WritableStream): Promise<void> {
  await new Promise<void>((resolve) => {
    raw.once("drain", resolve);
    raw.once("close", resolve);
  });
}
