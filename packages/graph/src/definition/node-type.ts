import type { Json, JsonObject, JsonSchema } from "./json.ts";
import type { RetrySettings, TimeoutSettings } from "./graph.ts";

/**
 * What a node type says of itself, as data: what the worker registers, the API lists, the validator checks against
 * and the definition freezes (rule 14). Its code stays in the node pack.
 */
export interface NodeTypeManifest {
  /** `http_call`: snake_case, unique among all packs. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** `machine`: costs no history event and is carried out by the pure machine; `activity`: by a node pack. */
  readonly runs: "machine" | "activity";
  /** Schema of `data` once its templates are rendered. */
  readonly input: JsonSchema;
  /** Schema of the output; absent: anything. */
  readonly output?: JsonSchema;
  /** Ports beside `error`. Default `["out"]`. */
  readonly ports: readonly string[];
  /** Where further ports stand in `data`: `cases` means one port for each `data.cases[].label`. */
  readonly portsFrom?: "cases";
  readonly retry?: RetrySettings;
  readonly timeout?: TimeoutSettings;
  /** The Temporal task queue whose workers carry it out. Default: that of the interpreter. */
  readonly taskQueue?: string;
  /** A second run does no harm: always, never, or where this JSONLogic condition over `data` holds. */
  readonly idempotent: boolean | { readonly when: Json };
  readonly pack: { readonly name: string; readonly version: string };
  /** An example of `data`, for editors. */
  readonly example?: JsonObject;
}
