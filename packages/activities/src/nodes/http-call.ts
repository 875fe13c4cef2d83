import { anyJson, defineNode } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { HTTP_CONNECTIONS } from "../connections/index.ts";
import { requestOf } from "./http/http-request.ts";
import { failureOfStatus, isSuccess, successRule } from "./http/http-status.ts";
import { readResponse } from "./http/read-response.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const httpCall = defineNode({
  type: "http_call",
  sentence: ["{method} to {url}[ sending {body}]", "call {url}[ sending {body}]"],
  title: "HTTP call",
  description:
    "Calls an HTTP service and gives its status, headers and body. JSON is parsed, other text stays text. Network errors, 408, 425, 429 and 5xx are tried again; other statuses outside `success` fail at once.",
  input: z.object({
    method: z.enum(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
    url: z.string().min(1).meta({
      description: "Whole URL, http or https. Values of templates are encoded for their place, unless they are raw(…).",
      // Marks the field as a URL: templates in it are encoded.
      format: "uri",
    }),
    headers: z.record(z.string(), scalar).optional(),
    query: z
      .record(z.string(), z.union([scalar, z.null(), z.array(scalar)]))
      .optional()
      .describe("Added to the URL's query. A list repeats the name, null leaves it out."),
    body: anyJson
      .optional()
      .describe("An object or a list is sent as JSON, a string as it is, unless bodyType says otherwise."),
    bodyType: z
      .enum(["json", "form", "text"])
      .optional()
      .describe("How to send the body. `form` takes an object of plain values."),
    success: z
      .union([successRule, z.array(successRule).min(1)])
      .default(["200-299"])
      .describe('Statuses that count as success: 200, "200-299", or a list of these.'),
    timeoutMs: z.int().min(1).max(600_000).optional().describe("For the whole answer. Default: the stack's, 30,000."),
  }),
  output: z.object({
    status: z.int().describe("HTTP status."),
    headers: z.record(z.string(), z.string()).describe("By lower-case name. Cookies and other secrets are redacted."),
    body: anyJson.describe("Parsed JSON, text, { base64 } for bytes, null without a body."),
  }),
  connections: HTTP_CONNECTIONS,
  // As HTTP defines it (RFC 9110, 9.2.2): also where no method is given, which means GET.
  idempotent: { when: { in: [{ var: ["method", "GET"] }, ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]] } },
  timeout: { startToClose: "60s", heartbeat: "20s" },
  example: { method: "POST", url: "https://api.example.com/leads", body: { title: "{{payload.lead.title}}" } },
  async execute(ctx, input) {
    const { url, init } = requestOf(input);
    // I5: the key of the step, the same on every attempt, is added by ctx.fetch.
    const response = await ctx.fetch(url, {
      ...init,
      ...(input.timeoutMs === undefined ? {} : { timeoutMs: input.timeoutMs }),
    });
    const body = await readResponse(response, ctx.logger);
    if (!isSuccess(response.status, input.success)) throw failureOfStatus(input.method, url, response, body.output);
    return { status: response.status, headers: body.headers, body: body.output };
  },
});
