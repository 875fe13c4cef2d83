import type { JsonObject, JsonSchema } from "@tempograph/graph";
import type { z } from "zod";
import { definitionProblems } from "./definition-problems.ts";
import { inputSchemaOf, outputSchemaOf } from "./json-schema.ts";
import type { NodeSpec, NodeType } from "./node-type.ts";

/**
 * Defines a node type.
 *
 *     export const slugify = defineNode({
 *       type: "slugify",
 *       title: "Make a slug",
 *       description: "Turns a title into the last part of a URL.",
 *       input: z.object({ text: z.string() }),
 *       output: z.object({ slug: z.string() }),
 *       idempotent: true,
 *       execute: (_ctx, { text }) => ({ slug: text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-") }),
 *     });
 *
 * @throws TypeError that names everything that is wrong with the definition, with hints
 */
export function defineNode<
  Input extends z.ZodObject,
  Output extends z.ZodType | undefined = undefined,
  const Ports extends readonly string[] = readonly ["out"],
>(spec: NodeSpec<Input, Output, Ports>): NodeType<Input, Output, Ports> {
  return createNodeType("defineNode", spec, NONE);
}

const NONE: ReadonlySet<string> = new Set();

/** The schema of what graphs write: the author's fields and, for a node that takes connections, the name of one. */
function withConnection(
  schema: JsonSchema,
  { connections, needsConnection }: { readonly connections?: readonly string[]; readonly needsConnection?: true },
): JsonSchema {
  if (connections === undefined || typeof schema !== "object") return schema;
  const { properties, required } = schema as { properties?: JsonObject; required?: string[] };
  const connection = {
    type: "string",
    description: `Name of a connection, of the type ${connections.join(", ")}: its credentials are added where the step runs.`,
    connectionTypes: [...connections],
  };
  return {
    ...schema,
    properties: { ...properties, connection },
    ...(needsConnection === true && { required: [...(required ?? []), "connection"] }),
  };
}

/** Checks a definition and fills in defaults. `allowed` lists the reserved names that the definition may use. */
export function createNodeType<
  Input extends z.ZodObject,
  Output extends z.ZodType | undefined,
  const Ports extends readonly string[],
>(maker: string, spec: NodeSpec<Input, Output, Ports>, allowed: ReadonlySet<string>): NodeType<Input, Output, Ports> {
  const problems = definitionProblems(spec as unknown as Parameters<typeof definitionProblems>[0], allowed);
  if (problems.length > 0) throw new TypeError(`${maker}(${JSON.stringify(spec.type)}): ${problems.join(" ")}`);
  return Object.freeze({
    ...spec,
    ports: Object.freeze([...(spec.ports ?? ["out"])]) as unknown as Ports,
    idempotent: spec.idempotent ?? false,
    schemas: Object.freeze({
      input: withConnection(inputSchemaOf(spec.input), spec),
      ...(spec.output === undefined ? {} : { output: outputSchemaOf(spec.output) }),
    }),
  });
}
