import type { Json, JsonObject, JsonSchema } from "./json.ts";
import type { SentencePattern } from "./sentence-pattern.ts";
import type { RetrySettings, TimeoutSettings } from "./graph.ts";

/**
 * The manifest of a node type, as data. The worker registers it, the API lists it, the validator checks graphs against it,
 * and a published definition keeps a copy of what it needs (rule 14). The node's code stays in the node pack.
 */
export interface NodeTypeManifest {
  /** `http_call`: snake_case, unique among all packs. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  /** `machine`: the pure machine carries the node out, without a history event. `activity`: a node pack does, as an activity. */
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
  /** Whether a second run does no harm: always, never, or if this JSONLogic condition over `data` holds. */
  readonly idempotent: boolean | { readonly when: Json };
  /** The types of connections that `data.connection` may name. Absent: it takes none. */
  readonly connections?: readonly string[];
  /** Whether it cannot do without a connection. */
  readonly needsConnection?: true;
  /**
   * How a node of this type is said in a sentence: `notify {toRole} {message}`, with fields of `data` in braces. Of several patterns
   * the first is taken whose fields are all there. Fields that it does not name follow behind `with`. Default: the title.
   */
  readonly sentence?: readonly SentencePattern[];
  readonly pack: { readonly name: string; readonly version: string };
  /** An example of `data`, for editors. */
  readonly example?: JsonObject;
}
