import { CONTAINER_TYPES } from "../definition/container-types.ts";
import type { Json, JsonObject, JsonSchema } from "../definition/json.ts";
import { MAX_NESTING } from "../definition/limits.ts";
import { CASE_TYPES, hasElse } from "../definition/ports-of.ts";
import type { ValidationContext } from "./validation-context.ts";

/** What is known of what a node gives, as a schema; `true` where anything may come. */
export type OutputSchemas = (index: number) => JsonSchema;

const FAILURE: JsonSchema = { type: "object" };
const CASE: JsonSchema = { type: "object", properties: { case: { type: "string" } }, required: ["case"] };
const INTEGER: JsonSchema = { type: "integer" };

/** Schemas of outputs: of the node types, and of containers by what stands in them. Each is made once, when it is asked for. */
export function outputSchemas(context: ValidationContext): OutputSchemas {
  const { nodes, types, topology, scopes } = context;
  const known = new Map<number, JsonSchema>();
  let depth = 0;

  function schemaOf(index: number): JsonSchema {
    const before = known.get(index);
    if (before !== undefined) return before;
    // Containers nested too deep, or in a circle, have problems of their own.
    if (depth > MAX_NESTING) return true;
    depth += 1;
    const schema = make(index);
    depth -= 1;
    known.set(index, schema);
    return schema;
  }

  function make(index: number): JsonSchema {
    const node = nodes[index];
    if (node === undefined) return true;
    const arrows = topology.outgoing[index] ?? [];
    // A failure that is carried on, and what comes at a timeout, have other shapes.
    const mayDiffer =
      node.settings?.onError === "continue" ||
      arrows.some(({ port }) => port === "error" || port === "timeout" || port === "catch" || port === "finally");
    if (mayDiffer) return true;
    if (CONTAINER_TYPES.has(node.type)) return ofContainer(index, node.type, node.data);
    const cases = node.data["cases"];
    // With an else case there is always a case.
    if (CASE_TYPES.has(node.type) && Array.isArray(cases) && hasElse(cases as readonly Json[])) return CASE;
    return types.get(node.type)?.output ?? true;
  }

  function ofContainer(index: number, type: string, data: JsonObject): JsonSchema {
    switch (type) {
      case "for_each": {
        const result = data["result"] === undefined ? ofScope(index) : true;
        const errors = { type: "array", items: closed({ index: INTEGER, error: FAILURE }) };
        // An item that failed leaves null.
        const items = data["onItemError"] === "continue" ? true : result;
        return closed({ results: { type: "array", items }, errors, count: INTEGER });
      }
      case "repeat":
      case "while":
        return roundsSchema();
      case "race":
        return closed({ winner: { type: "string" }, output: ofScope(index) });
      default:
        return ofScope(index);
    }
  }

  /** Rule 5: by id, what the `end` nodes gave, else the last nodes. Which ones that will be hangs on the path. */
  function ofScope(scope: number): JsonSchema {
    const properties: { [id: string]: JsonSchema } = Object.create(null) as object as { [id: string]: JsonSchema };
    for (const member of scopes.members.get(scope) ?? []) {
      const node = nodes[member];
      if (node !== undefined && !scopes.undoes.has(member)) properties[node.id] = schemaOf(member);
    }
    return closed(properties, []);
  }

  return schemaOf;
}

/** What a loop gives, at its end and before each round: `last` is null before the first. */
export function roundsSchema(): JsonSchema {
  return closed({ rounds: INTEGER, last: {} });
}

function closed(properties: { readonly [key: string]: JsonSchema }, required = Object.keys(properties)): JsonSchema {
  return { type: "object", properties: properties as JsonObject, required, additionalProperties: false };
}
