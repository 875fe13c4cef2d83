import type { GraphNode, Json, JsonObject, NodeSettings } from "@tempograph/graph";
import { BuilderError } from "./builder-error.ts";
import type { NodeOptions } from "./options.ts";

/** A node as the graph stores it. Settings that are not given are left out. */
export function graphNode(
  id: string,
  type: string,
  data: Json,
  { label, settings, extra }: NodeOptions,
  more: NodeSettings = {},
): GraphNode {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new BuilderError(`The input of ${JSON.stringify(id)} is no object`, "Give its fields: { url: … }");
  }
  const whole = { ...settings, ...more };
  return {
    ...extra,
    id,
    type,
    data: data as JsonObject,
    ...(label !== undefined && { label }),
    ...((settings !== undefined || Object.keys(whole).length > 0) && { settings: whole }),
  };
}
