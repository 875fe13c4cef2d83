import type { Json, JsonSchema } from "../definition/json.ts";
import { valueAt } from "../definition/json-pointer.ts";
import { walkJson } from "../definition/walk-json.ts";

/** The schema itself cannot be used. */
export class SchemaFault extends Error {}

/** Finds what `$ref` names: `#`, a JSON Pointer such as `#/$defs/line`, or the `$anchor` of a schema inside. */
export class SchemaReferences {
  readonly #root: JsonSchema;
  readonly #found = new Map<string, unknown>();
  #anchors: Map<string, unknown> | undefined;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  /** @throws SchemaFault if nothing has this name */
  resolve(reference: Json): JsonSchema {
    if (typeof reference !== "string" || !reference.startsWith("#"))
      throw new SchemaFault(
        `Unresolved $ref ${JSON.stringify(reference)}: only references within the schema are known`,
      );
    if (!this.#found.has(reference)) this.#found.set(reference, this.#find(decoded(reference.slice(1))));
    const found = this.#found.get(reference);
    if (typeof found === "boolean" || (typeof found === "object" && found !== null)) return found as JsonSchema;
    throw new SchemaFault(`Unresolved $ref ${JSON.stringify(reference.slice(0, 100))}`);
  }

  #find(inside: string): unknown {
    if (inside === "") return this.#root;
    if (inside.startsWith("/")) return valueAt(this.#root, inside);
    this.#anchors ??= anchorsOf(this.#root);
    return this.#anchors.get(inside);
  }
}

function anchorsOf(root: JsonSchema): Map<string, unknown> {
  const anchors = new Map<string, unknown>();
  walkJson(root, (value) => {
    const anchor = typeof value === "object" && value !== null && (value as { $anchor?: unknown }).$anchor;
    if (typeof anchor === "string" && !anchors.has(anchor)) anchors.set(anchor, value);
    return "into";
  });
  return anchors;
}

/** Pointers in `$ref` are URI fragments. */
function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
