import type { NodeTypeManifest } from "../definition/node-type.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";

const pack = { name: "@tempograph/fixtures", version: "1.0.0" } as const;

/** Node types for tests. They imitate the built-in activities, which live in another package. */
const notification: NodeTypeManifest = {
  type: "send_notification",
  title: "Notify",
  description: "Tells a role something.",
  runs: "activity",
  input: {
    type: "object",
    required: ["toRole", "message"],
    properties: {
      toRole: { type: "string", minLength: 1 },
      message: { type: "string" },
      channel: { enum: ["log", "mail"] },
    },
    additionalProperties: false,
  },
  ports: ["out"],
  idempotent: false,
  pack,
  example: { toRole: "AE", message: "New hot lead" },
};

const httpCall: NodeTypeManifest = {
  type: "http_call",
  title: "HTTP call",
  description: "Calls an address.",
  runs: "activity",
  input: {
    type: "object",
    required: ["url"],
    properties: {
      method: { enum: ["GET", "HEAD", "POST", "PUT"] },
      url: { type: "string", minLength: 1 },
      headers: { type: "object", additionalProperties: { type: "string" } },
      timeoutMs: { type: "integer", minimum: 1 },
      body: {},
      expect: { anyOf: [{ type: "integer" }, { type: "array", items: { type: "integer" } }] },
    },
    additionalProperties: false,
  },
  output: {
    type: "object",
    properties: { status: { type: "integer" }, body: {} },
    required: ["status"],
    additionalProperties: false,
  },
  ports: ["out"],
  retry: { maximumAttempts: 5, initialInterval: "500ms" },
  timeout: { startToClose: "20s" },
  idempotent: { when: { in: [{ var: ["method", "GET"] }, ["GET", "HEAD", "PUT"]] } },
  pack,
  example: { method: "GET", url: "https://example.com" },
};

const check: NodeTypeManifest = {
  type: "check",
  title: "Check",
  description: "Says yes or no.",
  runs: "activity",
  input: { type: "object" },
  ports: ["yes", "no"],
  idempotent: true,
  pack,
};

export const FIXTURE_TYPES: ReadonlyMap<string, NodeTypeManifest> = new Map(
  [...coreNodeTypes, notification, httpCall, check].map((type) => [type.type, type]),
);
