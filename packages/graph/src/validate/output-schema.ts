import type { JsonSchema } from "../definition/json.ts";
import { MAX_NESTING } from "../definition/limits.ts";
import type { ValidationContext } from "./validation-context.ts";
import type { GraphNode } from "../definition/graph.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";
import { closedObject } from "../schema/closed-object.ts";

/** The schema of a node's output as far as it is known; `true` if the output may be anything. */
export type OutputSchemas = (index: number) => JsonSchema;

/** Gives the schema of each node's output; a container's follows from its members. Each schema is built once, on demand. */
export function outputSchemas(context: ValidationContext): OutputSchemas {
  const { nodes, types, topology, scopes } = context;
  const known = new Map<number, JsonSchema>();
  let depth = 0;

  function schemaOf(index: number): JsonSchema {
    const before = known.get(index);
    if (before !== undefined) return before;
    // Other rules report containers that are nested too deeply or inside each other.
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
    // The output after an error (`onError: continue`) or a timeout has another shape than the schema says.
    const mayDiffer =
      node.settings?.onError === "continue" ||
      arrows.some(({ port }) => port === "error" || port === "timeout" || port === "catch" || port === "finally");
    if (mayDiffer) return true;
    const own = descriptorOf(node.type)?.outputOf?.(node.data, () => ofScope(index));
    return own ?? types.get(node.type)?.output ?? true;
  }

  /** Rule 5: the outputs of the `end` nodes by id, else of the last nodes. The path taken decides which of them are there. */
  function ofScope(scope: number): JsonSchema {
    const properties: { [id: string]: JsonSchema } = Object.create(null) as object as { [id: string]: JsonSchema };
    for (const member of scopes.members.get(scope) ?? []) {
      const node = nodes[member];
      if (node !== undefined && !scopes.compensates.has(member)) properties[node.id] = schemaOf(member);
    }
    return closedObject(properties, []);
  }

  return schemaOf;
}

/** The output of a loop's rounds so far. It has the same shape as the loop's final output. */
export function roundsSoFar({ type, data }: GraphNode): JsonSchema {
  return descriptorOf(type)?.outputOf?.(data, () => true) ?? true;
}
