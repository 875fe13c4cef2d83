import type { BulkJobRecord, BulkOutcome } from "@tempograph/db";
import type { FastifyInstance } from "fastify";
import { ok, refuse } from "../app/app-error.ts";
import { bulkActions, type BulkAction, type BulkActionKind } from "../app/bulk/bulk-action.ts";
import { unknownJob } from "../app/bulk/bulk.ts";
import { describe, pageQuery } from "./describe.ts";
import { filterParameters, readFilterField } from "./read-executions-filter.ts";
import {
  answer,
  bodyField,
  bodyFields,
  invalid,
  parameter,
  readPage,
  toPage,
  type Fields,
  type Query,
} from "./read-request.ts";
import { readKey, readVersion } from "./steering-routes.ts";
import { executionJson } from "./to-json.ts";

interface WithId {
  Params: { id: string };
  Querystring: Query;
}

const kinds = Object.keys(bulkActions) as BulkActionKind[];
const outcomes: readonly BulkOutcome[] = ["pending", "done", "skipped", "failed"];

const jobId = { id: "`blk_…`" };
const request = {
  filter: { type: "object", description: `Which executions: ${Object.keys(filterParameters).join(", ")}.` },
  action: {
    type: "object",
    description: `\`{ kind, … }\`; kind is one of ${kinds.join(", ")}; beside it reason, signalName and payload, fromNode and version.`,
  },
};

/** One operation on many executions. */
export function bulkRoutes(server: FastifyInstance): void {
  server.post("/bulk/preview", {
    schema: describe({
      tag: "bulk",
      summary: "How many it would be done to, before anything is done",
      body: { type: "object", properties: request },
      answer: "`{ count, matching, sample }`",
    }),
    async handler({ body, app }, reply) {
      const result = await app.bulkPreview(readRequest(bodyFields(body)));
      return await answer(reply, result, ({ sample, ...counts }) => ({ ...counts, sample: sample.map(executionJson) }));
    },
  });

  server.post("/bulk", {
    schema: describe({
      tag: "bulk",
      summary: "Start it, in the background",
      headers: { "idempotency-key": "The same job with the same key counts once." },
      body: {
        type: "object",
        properties: {
          ...request,
          expectedCount: { type: "integer", description: "`count` of the preview; another number is refused." },
        },
      },
      status: 202,
      answer: "The job.",
    }),
    async handler(asked, reply) {
      const fields = bodyFields(asked.body);
      const result = await asked.app.startBulk({
        ...readRequest(fields),
        expectedCount: bodyField(fields, "expectedCount", "number"),
        idempotencyKey: readKey(asked, fields),
      });
      if (result.ok) reply.header("location", `/bulk/${result.value.id}`);
      return await answer(reply, result, jobJson, { status: 202 });
    },
  });

  server.get<{ Querystring: Query }>("/bulk", {
    schema: describe({ tag: "bulk", summary: "List jobs, the newest first", query: pageQuery }),
    handler: async ({ query, app }) =>
      await toPage(
        readPage(query, "number"),
        (page) => app.listBulkJobs(page),
        (job) => job.seq,
        jobJson,
      ),
  });

  server.get<WithId>("/bulk/:id", {
    schema: describe({ tag: "bulk", summary: "Get a job, with its progress", params: jobId }),
    async handler({ params: { id }, app }, reply) {
      const [job] = await app.loadBulkJobs([id]);
      return await answer(reply, job ? ok(job) : refuse(unknownJob(id)), jobJson);
    },
  });

  server.get<WithId>("/bulk/:id/items", {
    schema: describe({
      tag: "bulk",
      summary: "What it does to each",
      params: jobId,
      query: { ...pageQuery, outcome: `One of ${outcomes.join(", ")}.` },
    }),
    async handler({ params: { id }, query, app }, reply) {
      const [job] = await app.loadBulkJobs([id]);
      if (!job) return await answer(reply, refuse(unknownJob(id)), String);
      const text = parameter(query, "outcome");
      const outcome = outcomes.find((one) => one === text);
      if (text !== undefined && outcome === undefined)
        throw invalid("outcome", "It is none.", `Use ${outcomes.join(", ")}.`);
      return await toPage(
        readPage(query, "ordinal"),
        (page) => app.listBulkItems(id, outcome, page),
        (item) => String(item.ordinal),
        ({ jobId: _, ...item }) => item,
      );
    },
  });

  server.post<WithId>("/bulk/:id/stop", {
    schema: describe({ tag: "bulk", summary: "Stop a job; what it did stays done", params: jobId, status: 202 }),
    handler: async ({ params: { id }, app }, reply) =>
      await answer(reply, await app.stopBulk({ id }), jobJson, { status: 202 }),
  });
}

function readRequest(fields: Fields) {
  const action = bodyFields(fields["action"]);
  const kind = kinds.find((one) => one === action["kind"]);
  if (kind === undefined) throw invalid("action/kind", "It is none.", `Use ${kinds.join(", ")}.`);
  const text = (name: string) => bodyField(action, name, "string");
  const full: BulkAction = {
    kind,
    reason: text("reason"),
    signalName: text("signalName"),
    payload: action["payload"],
    fromNode: text("fromNode"),
    version: readVersion(text("version")),
  };
  return { filter: readFilterField(fields["filter"]), action: full };
}

function jobJson({ seq: _, ...job }: BulkJobRecord) {
  return job;
}
