import type { JsonObject } from "../../definition/json.ts";

/** The field `timeout` of nodes that wait. */
export const timeoutSchema: JsonObject = {
  type: ["number", "string"],
  description:
    'The longest wait: milliseconds, ISO 8601 ("P3D") or "3d". After it the node ends on the port timeout. Default: none.',
};
