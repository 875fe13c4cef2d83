import type { VersionRecord } from "@tempograph/db";
import {
  INTERPRETER_VERSION,
  checkDraft,
  definitionHash,
  diffGraphs,
  freeze,
  type CheckedDraft,
  type Definition,
  type Graph,
  type KnownParts,
  type NodeTypeManifest,
  type Trigger,
} from "@tempograph/graph";

/** What of a stored version is compared with the draft. */
export type KnownVersion = Pick<
  VersionRecord,
  "version" | "graph" | "triggers" | "definition" | "definitionHash" | "interpreterVersion"
>;

export interface VersionRequest {
  readonly draft: { readonly graph: unknown; readonly triggers: readonly Trigger[] };
  readonly workflow: { readonly id: string; readonly name: string };
  readonly parts: KnownParts;
  /** The versions that the draft may have the content of. */
  readonly known: readonly KnownVersion[];
  /** The number of a new version. */
  readonly number: number;
}

export interface MadeVersion extends CheckedDraft {
  /** The known version with the same content. */
  readonly same?: number;
  /** The content of a new version, if the draft is publishable and no known version has this content. */
  readonly content?: { readonly graph: Graph; readonly definition: Definition; readonly definitionHash: string };
}

/** Makes the content of a version from a draft, unless a known version has this content already. */
export function makeVersion({ draft, workflow: { id, name }, parts, known, number }: VersionRequest): MadeVersion {
  const checked = checkDraft(draft, parts, { id, name });
  const { graph } = checked;
  const { types } = parts;
  if (graph === null || !checked.publishable) return checked;
  const same = known.find((version) => saysTheSame(version, graph, draft.triggers, types));
  if (same !== undefined) return { ...checked, same: same.version };
  const definition = freeze({ graph, types, workflow: { id, name, version: number } });
  return { ...checked, content: { graph, definition, definitionHash: definitionHash(definition) } };
}

/** Whether the version was made from the same graph, layout included, and the same triggers, rules and node types. */
function saysTheSame(
  version: KnownVersion,
  graph: Graph,
  triggers: readonly Trigger[],
  types: ReadonlyMap<string, NodeTypeManifest>,
): boolean {
  if (version.interpreterVersion !== INTERPRETER_VERSION) return false;
  if (!diffGraphs(version, { graph, triggers }).identical) return false;
  const { workflow }: Definition = version.definition;
  return definitionHash(freeze({ graph, types, workflow })) === version.definitionHash;
}
