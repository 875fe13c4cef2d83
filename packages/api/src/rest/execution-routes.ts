import { historyPageKey, stepPageKey, type ExecutionRecord } from "@tempograph/db";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { App } from "../app/app.ts";
import { ok, refuse, type Result } from "../app/app-error.ts";
import { unknownExecution } from "../app/steer-execution.ts";
import { describe, executionId, pageQuery } from "./describe.ts";
import { filterParameters, readExecutionsFilter } from "./read-executions-filter.ts";
import { answer, bodyField, bodyFields, parameter, readPage, toPage, type Fields, type Query } from "./read-request.ts";
import { executionJson, historyJson } from "./to-json.ts";

interface WithId {
  Params: { id: string };
  Querystring: Query;
}

export function executionRoutes(server: FastifyInstance): void {
  const toJson = (app: App) => (execution: ExecutionRecord) => ({
    ...executionJson(execution),
    temporalUiUrl: app.temporalUiUrl(execution),
  });

  server.get<{ Querystring: Query }>("/executions", {
    schema: describe({
      tag: "executions",
      summary: "List executions, the newest first",
      query: {
        ...pageQuery,
        ...filterParameters,
      },
    }),
    async handler({ query, app }) {
      const filter = readExecutionsFilter(query);
      return await toPage(
        readPage(query, "number"),
        (page) => app.listExecutions(filter, page),
        (e) => e.seq,
        toJson(app),
      );
    },
  });

  server.get<WithId>("/executions/:id", {
    schema: describe({ tag: "executions", summary: "Get an execution", params: executionId }),
    async handler({ params: { id }, app }, reply) {
      const execution = await app.viewExecution(id);
      return await answer(reply, execution ? ok(execution) : refuse(unknownExecution(id)), toJson(app));
    },
  });

  server.get<WithId>("/executions/:id/steps", {
    schema: describe({
      tag: "executions",
      summary: "Its steps, in order",
      description: "With input, output, failure, timing and each attempt.",
      params: executionId,
      query: pageQuery,
    }),
    async handler({ params: { id }, query, app }, reply) {
      if (!(await exists(app, id))) return await answer(reply, refuse(unknownExecution(id)), String);
      const page = await toPage(
        readPage(query, "step"),
        (p) => app.listSteps(id, p),
        stepPageKey,
        (step) => step,
      );
      const tries = await app.loadAttempts(page.items.map((step) => `${id}:${step.path}`));
      return {
        ...page,
        items: page.items.map(({ attempts, ...step }, index) => ({
          ...step,
          attemptCount: attempts,
          attempts: tries[index] ?? [],
        })),
      };
    },
  });

  server.get<WithId>("/executions/:id/history", {
    schema: describe({
      tag: "executions",
      summary: "Temporal's history, event by event",
      params: executionId,
      query: pageQuery,
    }),
    async handler({ params: { id }, query, app }, reply) {
      if (!(await exists(app, id))) return await answer(reply, refuse(unknownExecution(id)), String);
      return await toPage(readPage(query, "history"), (p) => app.listHistory(id, p), historyPageKey, historyJson);
    },
  });

  server.get<WithId>("/executions/:id/logs", {
    schema: describe({
      tag: "executions",
      summary: "What its steps logged",
      params: executionId,
      query: { ...pageQuery, path: "Of the step at this path." },
    }),
    async handler({ params: { id }, query, app }, reply) {
      if (!(await exists(app, id))) return await answer(reply, refuse(unknownExecution(id)), String);
      const path = parameter(query, "path");
      return await toPage(
        readPage(query, "number"),
        (p) => app.listLogs(id, path, p),
        (l) => l.id,
        ({ id: _, ...line }) => line,
      );
    },
  });

  const command = (
    operation: string,
    summary: string,
    body: object,
    run: (app: App, id: string, fields: Fields) => Promise<Result<ExecutionRecord>>,
  ) =>
    server.post<WithId>(`/executions/:id/${operation}`, {
      schema: describe({
        tag: "executions",
        summary,
        params: executionId,
        body: { type: "object", properties: body },
        status: 202,
        answer: "The execution as it is after the operation.",
      }),
      handler: async (request, reply: FastifyReply) =>
        await answer(reply, await run(request.app, request.params.id, bodyFields(request.body)), toJson(request.app), {
          status: 202,
        }),
    });
  const reason = { reason: { type: "string", description: "Why; for people." } };
  command("cancel", "Ask it to stop in order", reason, (app, id, fields) =>
    app.cancelExecution({ id, reason: bodyField(fields, "reason", "string") }),
  );
  command("terminate", "Stop it at once", reason, (app, id, fields) =>
    app.terminateExecution({ id, reason: bodyField(fields, "reason", "string") }),
  );
  command(
    "signal",
    "Send it a signal",
    {
      name: { type: "string" },
      payload: {},
      signalId: { type: "string", description: "The same id sent twice counts once." },
    },
    (app, id, fields) =>
      app.signalExecution({
        id,
        name: bodyField(fields, "name", "string") ?? "",
        payload: fields["payload"],
        signalId: bodyField(fields, "signalId", "string"),
      }),
  );

  async function exists(app: App, id: string): Promise<boolean> {
    return (await app.loadExecutions([id]))[0] !== null;
  }
}
