import type { FastifyInstance } from "fastify";
import { ok, refuse } from "../app/app-error.ts";
import { unknownWorkflow } from "../app/saved-workflow.ts";
import { MAX_GRAPH_BODY_BYTES } from "../http/json-body.ts";
import { describe, pageQuery, workflowId } from "./describe.ts";
import { answer, bodyField, bodyFields, invalid, parameter, readPage, toPage, type Query } from "./read-request.ts";
import { readWorkflowBody, workflowBodySchema } from "./read-workflow-body.ts";
import { savedJson, versionJson, workflowJson } from "./to-json.ts";

interface WithId {
  Params: { id: string };
  Querystring: Query;
}

const large = { bodyLimit: MAX_GRAPH_BODY_BYTES };

export function workflowRoutes(server: FastifyInstance): void {
  server.post("/workflows", {
    ...large,
    schema: describe({
      tag: "workflows",
      summary: "Create and publish a workflow",
      description: "With `publish: false` a draft alone. Errors of the graph refuse it; warnings are returned.",
      body: workflowBodySchema,
      status: 201,
      answer: "The workflow, its version and the problems of its graph.",
    }),
    async handler(request, reply) {
      const { prefix, ...content } = readWorkflowBody(request.body);
      const input = { ...content, name: content.name ?? "", publish: content.publish ?? true };
      const result = await request.app.createWorkflow(input);
      if (result.ok) reply.header("location", `/workflows/${result.value.workflow.id}`);
      return await answer(reply, result, (saved) => prefix.saved(savedJson(saved)), {
        status: 201,
        problem: prefix.problem,
      });
    },
  });

  server.get<{ Querystring: Query }>("/workflows", {
    schema: describe({
      tag: "workflows",
      summary: "List workflows, the newest first",
      query: {
        ...pageQuery,
        archived: "true: only archived ones; false: only active ones.",
        search: "Part of the name.",
      },
    }),
    async handler({ query, app }) {
      const archived = parameter(query, "archived");
      if (archived !== undefined && archived !== "true" && archived !== "false")
        throw invalid("archived", "It is true or false.", "Leave it out for both.");
      const filter = {
        search: parameter(query, "search"),
        archived: archived === undefined ? undefined : archived === "true",
      };
      return await toPage(
        readPage(query, "id"),
        (page) => app.listWorkflows(filter, page),
        (w) => w.id,
        workflowJson,
      );
    },
  });

  server.get<WithId>("/workflows/:id", {
    schema: describe({ tag: "workflows", summary: "Get a workflow with its draft", params: workflowId }),
    async handler({ params, app }, reply) {
      const workflow = await app.getWorkflow(params.id);
      return await answer(reply, workflow ? ok(workflow) : refuse(unknownWorkflow(params.id)), workflowJson);
    },
  });

  server.put<WithId>("/workflows/:id", {
    ...large,
    schema: describe({
      tag: "workflows",
      summary: "Change and publish a workflow",
      description:
        "What is absent stays. With `publish: false` the draft alone changes. `draftRevision` refuses to overwrite what somebody else saved.",
      params: workflowId,
      body: workflowBodySchema,
    }),
    async handler({ params, body, app }, reply) {
      const { prefix, ...content } = readWorkflowBody(body);
      const result = await app.saveDraft({ ...content, id: params.id, publish: content.publish ?? true });
      return await answer(reply, result, (saved) => prefix.saved(savedJson(saved)), { problem: prefix.problem });
    },
  });

  server.delete<WithId>("/workflows/:id", {
    schema: describe({
      tag: "workflows",
      summary: "Delete a workflow",
      description: "Its executions stay.",
      params: workflowId,
      status: 204,
    }),
    async handler({ params, app }, reply) {
      return await answer(reply, await app.deleteWorkflow(params.id), () => undefined, { status: 204 });
    },
  });

  server.post<WithId>("/workflows/:id/publish", {
    schema: describe({
      tag: "workflows",
      summary: "Publish the draft, or an older version again",
      params: workflowId,
      body: { type: "object", properties: { version: { type: "integer" }, draftRevision: { type: "integer" } } },
    }),
    async handler({ params, body, app }, reply) {
      const fields = bodyFields(body);
      const result = await app.publishWorkflow({
        id: params.id,
        version: bodyField(fields, "version", "number"),
        draftRevision: bodyField(fields, "draftRevision", "number"),
      });
      return await answer(reply, result, savedJson);
    },
  });

  server.post<WithId>("/workflows/:id/archive", {
    schema: describe({ tag: "workflows", summary: "Take a workflow out of service", params: workflowId }),
    async handler({ params, app }, reply) {
      return await answer(reply, await app.archiveWorkflow(params.id), workflowJson);
    },
  });

  server.get<WithId>("/workflows/:id/versions", {
    schema: describe({
      tag: "workflows",
      summary: "List published versions, the newest first",
      params: workflowId,
      query: pageQuery,
    }),
    async handler({ params, query, app }, reply) {
      if (!(await app.getWorkflow(params.id))) return await answer(reply, refuse(unknownWorkflow(params.id)), String);
      const page = readPage(query, "number");
      return await toPage(
        page,
        (p) => app.listVersions(params.id, p),
        (v) => String(v.version),
        versionJson,
      );
    },
  });

  server.get<WithId>("/workflows/:id/diff", {
    schema: describe({
      tag: "workflows",
      summary: "What changed between two versions",
      params: workflowId,
      query: {
        from: "A version's number, or `draft`. Default: the published version.",
        to: "The same. Default `draft`.",
      },
      answer: "`{ identical, sameMeaning, nodes, edges, triggers, settings, other }`",
    }),
    async handler({ params, query, app }, reply) {
      const published = (await app.getWorkflow(params.id))?.publishedVersion ?? "draft";
      const from = parameter(query, "from") ?? String(published);
      const to = parameter(query, "to") ?? "draft";
      return await answer(reply, await app.diffVersions({ workflowId: params.id, from, to }), (diff) => diff);
    },
  });

  server.get<{ Params: { id: string; version: string } }>("/workflows/:id/versions/:version", {
    schema: describe({
      tag: "workflows",
      summary: "Get a published version",
      params: { ...workflowId, version: "1, 2, 3 …" },
    }),
    async handler({ params, app }, reply) {
      return await answer(reply, await app.getVersion(params.id, Number(params.version)), versionJson);
    },
  });
}
