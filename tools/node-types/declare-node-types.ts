import { compile, type JSONSchema } from "json-schema-to-typescript";
import type { Json, JsonSchema, NodeTypeManifest } from "../../packages/graph/src/index.ts";

type Schema = { [key: string]: Json };

/** The types in the JSON Schema of `anyJson`, and in the one that zod makes of `z.json()`. */
const ANY_JSON = ["string", "number", "boolean", "null", "array", "object"];

/**
 * The TypeScript interface `name` with a member `{ input, output }` for each node type, made from its manifest's JSON Schemas. It
 * refers to the type `Json` of `@tempograph/graph`. Node types with ports other than `out` are left out, because the builder could
 * not know the ports from the name alone.
 */
export async function declareNodeTypes(name: string, manifests: readonly NodeTypeManifest[]): Promise<string> {
  const definitions: Schema = {};
  const members = manifests.filter(hasOnePort).map(({ type, input, output }): [string, Json] => {
    const properties = {
      input: hoisted(input, `${type}_input`, definitions),
      output: output === undefined ? {} : hoisted(output, `${type}_output`, definitions),
    };
    return [type, { ...OBJECT, properties, required: ["input", "output"] }];
  });
  const whole = {
    ...OBJECT,
    properties: Object.fromEntries(members),
    required: members.map(([type]) => type),
    $defs: definitions,
  };
  return await compile(whole as JSONSchema, name, {
    bannerComment: "",
    additionalProperties: false,
    // A list with a minimum length becomes an array type. A tuple type would refuse lists that are read from a payload.
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
    $refOptions: { resolve: { external: false } },
    style: { printWidth: 120 },
  });
}

const OBJECT = { type: "object", additionalProperties: false } as const;

export const hasOnePort = ({ ports }: NodeTypeManifest): boolean => ports.length === 1 && ports[0] === "out";

const POINTER = "#/$defs/";

/** The schema, with its definitions moved into `definitions` under unique names. */
function hoisted(schema: JsonSchema, prefix: string, definitions: Schema): Json {
  if (typeof schema === "boolean") return schema ? {} : { tsType: "never" };
  const { $defs = {}, $schema: _, ...own } = schema as Schema;
  const named = (value: Json): Json => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((part: Json) => named(part));
    const parts = Object.entries(value as Schema);
    if (isAnyJson(value)) return { ...(value as Schema), tsType: "Json" };
    const { $ref, ...beside } = value as Schema;
    if (typeof $ref !== "string" || !$ref.startsWith(POINTER))
      return Object.fromEntries(parts.map(([key, part]) => [key, named(part)]));
    const key = $ref.slice(POINTER.length);
    return isAnyJson(($defs as Schema)[key])
      ? { ...beside, tsType: "Json" }
      : { ...beside, $ref: `${POINTER}${prefix}_${key}` };
  };
  for (const [key, definition] of Object.entries($defs as Schema))
    if (!isAnyJson(definition)) definitions[`${prefix}_${key}`] = named(definition);
  return named(own);
}

function isAnyJson(definition: Json | undefined): boolean {
  const { type, anyOf } = (definition ?? {}) as { type?: Json; anyOf?: readonly { type?: Json }[] };
  const types = Array.isArray(type) ? type : Array.isArray(anyOf) ? anyOf.map((each) => each.type) : [];
  return types.length === ANY_JSON.length && ANY_JSON.every((each) => types.includes(each));
}
