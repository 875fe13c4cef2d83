import type { JsonSchema } from "../definition/json.ts";
import { MAX_NESTING } from "../definition/limits.ts";
import type { ValidationContext } from "./validation-context.ts";
import type { GraphNode } from "../definition/graph.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";
import { closedObject } from "../schema/closed-object.ts";

/** What is known of what a node gives, as a schema; `true` where anything may come. */
export type OutputSchemas = (index: number) => JsonSchema;

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
    const own = descriptorOf(node.type)?.outputOf?.(node.data, () => ofScope(index));
    return own ?? types.get(node.type)?.output ?? true;
  }

  /** Rule 5: by id, what the `end` nodes gave, else the last nodes. Which ones that will be hangs on the path. */
  function ofScope(scope: number): JsonSchema {
    const properties: { [id: string]: JsonSchema } = Object.create(null) as object as { [id: string]: JsonSchema };
    for (const member of scopes.members.get(scope) ?? []) {
      const node = nodes[member];
      if (node !== undefined && !scopes.undoes.has(member)) properties[node.id] = schemaOf(member);
    }
    return closedObject(properties, []);
  }

  return schemaOf;
}

/** What the rounds so far of a loop gave: of the shape that it ends with. */
export function roundsSoFar({ type, data }: GraphNode): JsonSchema {
  return descriptorOf(type)?.outputOf?.(data, () => true) ?? true;
}
