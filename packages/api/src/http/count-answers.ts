import type { FastifyInstance } from "fastify";
import { observe } from "@tempograph/runtime";

/** Takes the duration of each answer into the metrics. Paths of requests hold ids; their routes do not. */
export function countAnswers(server: FastifyInstance): void {
  server.addHook("onResponse", (request, reply, done) => {
    if (!String(reply.getHeader("content-type")).startsWith("text/event-stream")) {
      const labels = {
        method: request.method,
        route: request.routeOptions.url ?? "none",
        status: `${String(Math.floor(reply.statusCode / 100))}xx`,
      };
      observe("tempograph_http_request_seconds", labels, reply.elapsedTime);
    }
    done();
  });
}
