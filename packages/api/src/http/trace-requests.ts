import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance } from "fastify";
import { isTracing, openSpan, readTraceContext, type OpenSpan } from "@tempograph/runtime";

/**
 * Records the answers to requests that change something, or that belong to a trace of their sender. Pages, their files and what only reads
 * would be most of the traces and tell nothing.
 */
export function traceRequests(server: FastifyInstance): void {
  if (!isTracing()) return;
  const open = new WeakMap<object, OpenSpan>();
  server.addHook("onRequest", (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    const parent = readTraceContext(headers) ?? readTraceContext(cloudEvent(headers));
    if (parent === undefined && (method === "GET" || method === "HEAD" || method === "OPTIONS")) return done();
    const route = routeOptions.url ?? "none";
    const attributes = { "http.request.method": method, "http.route": route };
    open.set(request, openSpan(`${method} ${route}`, { kind: "server", parent, attributes })!);
    done();
  });
  // The body is read between the two, which would lose what is under way.
  server.addHook("preHandler", (request, _reply, done) => {
    const span = open.get(request);
    if (span === undefined) done();
    else span.within(() => done());
  });
  server.addHook("onResponse", (request, reply, done) => {
    const status = reply.statusCode;
    const failed = status >= 500 ? String(status) : undefined;
    open.get(request)?.end({ failed, attributes: { "http.response.status_code": status } });
    done();
  });
}

/** What a CloudEvent in binary mode says of its trace. */
function cloudEvent(headers: IncomingHttpHeaders): object {
  return { traceparent: headers["ce-traceparent"], tracestate: headers["ce-tracestate"] };
}
