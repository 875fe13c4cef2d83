import type { JsonObject } from "../../definition/json.ts";

/** How long a wait lasts at most, in the schema of a node's data. */
export const timeoutSchema: JsonObject = {
  type: ["number", "string"],
  description:
    'Longest wait: milliseconds, ISO 8601 ("P3D") or "3d". Then it goes on at the port timeout. Default: none.',
};
