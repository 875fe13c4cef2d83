import type { Json, JsonObject, JsonSchema } from "@tempograph/graph";

const DEEPEST = 8;

/** The plainest value that a JSON Schema describes: its own example, default or first choice, else made up by type. */
export function exampleOutput(schema: JsonSchema | undefined, depth = 0): Json {
  if (schema === undefined || typeof schema === "boolean") return {};
  const given = ownValue(schema, "example") ?? firstOf(schema, "examples") ?? ownValue(schema, "default");
  if (given !== undefined) return given;
  if (Object.hasOwn(schema, "const")) return schema["const"]!;
  const chosen = firstOf(schema, "enum");
  if (chosen !== undefined) return chosen;
  const inner = (firstOf(schema, "anyOf") ?? firstOf(schema, "oneOf") ?? firstOf(schema, "allOf")) as
    | JsonSchema
    | undefined;
  if (inner !== undefined && schema["properties"] === undefined) return exampleOutput(inner, depth + 1);
  const type = Array.isArray(schema["type"]) ? (schema["type"] as readonly Json[])[0] : schema["type"];
  switch (type) {
    case "string":
      return textOf(schema);
    case "integer":
    case "number":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 0;
    case "boolean":
      return false;
    case "null":
      return null;
    case "array":
      return listOf(schema, depth);
    default:
      return objectOf(schema, depth);
  }
}

function objectOf(schema: JsonObject, depth: number): JsonObject {
  const properties = schema["properties"];
  if (depth > DEEPEST || typeof properties !== "object" || properties === null || Array.isArray(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties as JsonObject).map(([name, of]) => [name, exampleOutput(of as JsonSchema, depth + 1)]),
  );
}

function listOf(schema: JsonObject, depth: number): Json {
  const least = schema["minItems"];
  if (depth > DEEPEST || typeof least !== "number") return [];
  return Array.from({ length: Math.min(least, 100) }, () =>
    exampleOutput(schema["items"] as JsonSchema | undefined, depth + 1),
  );
}

const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "2026-01-01T00:00:00.000Z",
  date: "2026-01-01",
  time: "00:00:00Z",
  email: "someone@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

function textOf(schema: JsonObject): string {
  const format = schema["format"];
  const text = typeof format === "string" && Object.hasOwn(FORMATS, format) ? FORMATS[format]! : "";
  const least = schema["minLength"];
  return typeof least === "number" && text.length < least ? text.padEnd(Math.min(least, 1_000), "x") : text;
}

function ownValue(schema: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(schema, key) ? schema[key] : undefined;
}

function firstOf(schema: JsonObject, key: string): Json | undefined {
  const list = ownValue(schema, key);
  return Array.isArray(list) ? (list as readonly Json[])[0] : undefined;
}
