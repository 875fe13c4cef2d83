import type { NodeTypeManifest } from "@tempograph/graph";

const base = {
  runs: "activity",
  ports: ["out"],
  idempotent: false,
  pack: { name: "test-pack", version: "1.0.0" },
} as const;

/** Node types in the form in which a worker registers them. */
export const nodeTypes: readonly NodeTypeManifest[] = [
  {
    ...base,
    type: "send_notification",
    title: "Send notification",
    description: "Tells somebody.",
    input: {
      type: "object",
      properties: { toRole: { type: "string" }, message: { type: "string" } },
      required: ["message"],
    },
  },
  {
    ...base,
    type: "http_call",
    title: "HTTP call",
    description: "Calls a URL.",
    idempotent: { when: { "==": [{ var: ["method", "GET"] }, "GET"] } },
    input: {
      type: "object",
      properties: { method: { type: "string" }, url: { type: "string" }, body: {} },
      required: ["url"],
    },
  },
];
