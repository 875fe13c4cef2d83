import type { ConnectionTypeManifest } from "@tempograph/graph";

const bearer: ConnectionTypeManifest = {
  ...{ type: "http.bearer", title: "Bearer", description: "", testable: true, authorizes: true, namesHosts: false },
  pack: { name: "test-pack", version: "1.0.0" },
  secretFields: ["token"],
  fields: {
    type: "object",
    properties: {
      token: { type: "string", pattern: "^[!-~]+$", description: "The token, without spaces.", secret: true },
      testUrl: { type: "string" },
    },
    required: ["token"],
    additionalProperties: false,
  },
};
const smtp: ConnectionTypeManifest = {
  ...{ ...bearer, type: "smtp", authorizes: false, testable: false, secretFields: ["password"] },
  fields: {
    type: "object",
    properties: { host: { enum: ["a", "b"] }, password: { enum: ["canary-1", "canary-2"], secret: true } },
    required: ["host"],
    additionalProperties: false,
  },
};

/** Types of connections, as workers register them. */
export const connectionTypes = [bearer, smtp] as const;

/** For tests of webhooks. Tests that walk all operations do without it. */
export const webhookSecretType: ConnectionTypeManifest = {
  ...{ ...smtp, type: "webhook.secret", secretFields: ["secret", "previous"] },
  fields: {
    type: "object",
    properties: { secret: { type: "string", secret: true }, previous: { type: "string", secret: true } },
    required: ["secret"],
    additionalProperties: false,
  },
};
