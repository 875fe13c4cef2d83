import type { EventData } from "../definition/graph.ts";
import type { JsonObject } from "../definition/json.ts";

/** What a trigger's condition asks of a node. */
export interface LookupRequest {
  readonly project: string;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
  readonly triggerId: string;
  readonly as: string;
  /** The node type. */
  readonly node: string;
  /** With templates that read the event. */
  readonly input: JsonObject;
  readonly event: EventData;
}
