import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app/app.ts";
import type { Result } from "../app/app-error.ts";
import type { Steered } from "../app/steer/operations.ts";
import { describe, executionId } from "./describe.ts";
import { answer, bodyField, bodyFields, invalid, type Fields } from "./read-request.ts";
import { executionJson } from "./to-json.ts";

interface WithId {
  Params: { id: string };
}

/** What a route's operation is given: the execution's id, the step's path, the key, and the rest of the body. */
interface Asked {
  readonly id: string;
  readonly executionId: string;
  readonly path: string;
  readonly idempotencyKey: string | undefined;
  readonly fields: Fields;
}

const path = { path: { type: "string", description: "Path of the step: `approve`, in a loop `each[3]/approve`." } };
const key = { idempotencyKey: { type: "string", description: "The same request with the same key counts once." } };

/** Operations on an open execution, and running a closed one again. */
export function steeringRoutes(server: FastifyInstance): void {
  const command = (
    url: string,
    summary: string,
    body: object,
    run: (app: App, asked: Asked) => Promise<Result<Steered>>,
  ) =>
    server.post<WithId>(`/executions/:id/${url}`, {
      schema: describe({
        tag: "executions",
        summary,
        params: executionId,
        headers: { "idempotency-key": "The same as `idempotencyKey` in the body." },
        body: { type: "object", properties: { ...body, ...key } },
        status: 202,
        answer: "The execution as it is after the operation.",
      }),
      handler: async (request, reply: FastifyReply) =>
        await answer(reply, await run(request.app, readAsked(request)), ({ execution }) => executionJson(execution), {
          status: 202,
        }),
    });

  command("pause", "Pause it: no step, timer or end begins until it is resumed", {}, (app, asked) =>
    app.pauseExecution(asked),
  );
  command("resume", "Let it go on", {}, (app, asked) => app.resumeExecution(asked));
  command(
    "skip-wait",
    "End a wait now",
    { ...path, output: { description: "What the wait gives. Default `{ skipped: true }`." } },
    (app, { fields, ...asked }) => app.skipWait({ ...asked, output: fields["output"] }),
  );
  command(
    "approvals/decide",
    "Decide an approval, once",
    { ...path, decision: { enum: ["approved", "rejected"] }, data: { description: "What its form asks for." } },
    (app, { fields, ...asked }) =>
      app.decideApproval({ ...asked, decision: readDecision(fields), data: fields["data"] }),
  );
  command(
    "incidents/retry",
    "At an incident: run the step again",
    { ...path, input: { type: "object", description: "The whole input. Default: the one it had." } },
    (app, { fields, ...asked }) => app.retryIncident({ ...asked, input: fields["input"] }),
  );
  command(
    "incidents/skip",
    "At an incident: go on with this output",
    { ...path, output: {}, port: { type: "string", description: "Default `out`." } },
    (app, { fields, ...asked }) =>
      app.skipIncident({ ...asked, output: fields["output"], port: bodyField(fields, "port", "string") }),
  );
  command(
    "incidents/fail",
    "At an incident: let the step fail",
    { ...path, message: { type: "string", description: "Why; for people." } },
    (app, { fields, ...asked }) => app.failIncident({ ...asked, message: bodyField(fields, "message", "string") }),
  );

  server.post<WithId>("/executions/:id/rerun", {
    schema: describe({
      tag: "executions",
      summary: "Run a closed execution again, as a new one",
      description: "With `fromNode` from there on: what is not behind it keeps its outputs.",
      params: executionId,
      headers: { "idempotency-key": "The same as `idempotencyKey` in the body." },
      body: {
        type: "object",
        properties: {
          fromNode: { type: "string", description: "Id of the node to begin at. Absent: whole." },
          version: { enum: ["same", "published"], description: "Default `same`." },
          ...key,
        },
      },
      status: 201,
      answer: "The new execution, the nodes that do not run again, and whether it was there already.",
    }),
    async handler(request, reply) {
      const { fields, executionId: id, idempotencyKey } = readAsked(request);
      const fromNode = bodyField(fields, "fromNode", "string");
      const version = readVersion(bodyField(fields, "version", "string"));
      const result = await request.app.rerunExecution({ executionId: id, fromNode, version, idempotencyKey });
      if (result.ok) reply.header("location", `/executions/${result.value.execution.id}`);
      return await answer(
        reply,
        result,
        ({ execution, seeded, deduplicated }) => ({ ...executionJson(execution), seededNodes: seeded, deduplicated }),
        { status: 201 },
      );
    },
  });
}

function readAsked(request: FastifyRequest<WithId>): Asked {
  const fields = bodyFields(request.body);
  const { id } = request.params;
  return {
    id,
    executionId: id,
    path: bodyField(fields, "path", "string") ?? "",
    idempotencyKey: readKey(request, fields),
    fields,
  };
}

/** From the body, else from the header. */
export function readKey(request: FastifyRequest, fields: Fields): string | undefined {
  const header = request.headers["idempotency-key"];
  return (
    bodyField(fields, "idempotencyKey", "string") ?? (typeof header === "string" && header !== "" ? header : undefined)
  );
}

export function readVersion(text: string | undefined): "same" | "published" | undefined {
  if (text === undefined || text === "same" || text === "published") return text;
  throw invalid("version", "It is `same` or `published`.", "Leave it out for the version of the execution.");
}

function readDecision(fields: Fields): "approved" | "rejected" {
  const decision = bodyField(fields, "decision", "string");
  if (decision === "approved" || decision === "rejected") return decision;
  throw invalid("decision", "It is `approved` or `rejected`.", "Send one of the two.");
}
