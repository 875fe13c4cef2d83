import type { Json, JsonObject, JsonSchema } from "../definition/json.ts";

const DEEPEST = 8;

/**
 * A plausible value for a JSON Schema: its example, its default or its first choice. Without these the value is made up from the
 * type, format, bounds and name of the field: `email` is someone@example.com, `status` of an HTTP call is 200, a list has one item.
 */
export function exampleOutput(schema: JsonSchema | undefined, name = "", depth = 0): Json {
  if (schema === undefined || typeof schema === "boolean") return {};
  const given = ownValue(schema, "example") ?? firstOf(schema, "examples") ?? ownValue(schema, "default");
  if (given !== undefined) return given;
  if (Object.hasOwn(schema, "const")) return schema["const"]!;
  const chosen = firstOf(schema, "enum");
  if (chosen !== undefined) return chosen;
  const inner = choiceOf(schema);
  if (inner !== undefined && schema["properties"] === undefined) return exampleOutput(inner, name, depth + 1);
  switch (typeOf(schema)) {
    case "string":
      return textOf(schema, name);
    case "integer":
    case "number":
      return numberOf(schema, name);
    case "boolean":
      return true;
    case "null":
      return null;
    case "array":
      return listOf(schema, name, depth);
    default:
      return objectOf(schema, depth);
  }
}

/** The type of the schema. If null is one of several types, another one is taken, because null is the rarer case. */
function typeOf(schema: JsonObject): Json | undefined {
  const type = schema["type"];
  return Array.isArray(type) ? ((type as readonly Json[]).find((one) => one !== "null") ?? "null") : type;
}

function choiceOf(schema: JsonObject): JsonSchema | undefined {
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const list = ownValue(schema, key);
    if (!Array.isArray(list)) continue;
    const choices = list as readonly JsonSchema[];
    return choices.find((one) => typeof one !== "object" || one["type"] !== "null") ?? choices[0];
  }
  return undefined;
}

function objectOf(schema: JsonObject, depth: number): JsonObject {
  const properties = schema["properties"];
  if (depth > DEEPEST || typeof properties !== "object" || properties === null || Array.isArray(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties as JsonObject).map(([name, of]) => [
      name,
      exampleOutput(of as JsonSchema, name, depth + 1),
    ]),
  );
}

function listOf(schema: JsonObject, name: string, depth: number): Json {
  const { minItems = 1, maxItems = 100 } = schema as { readonly minItems?: number; readonly maxItems?: number };
  if (depth > DEEPEST) return [];
  const item = exampleOutput(schema["items"] as JsonSchema | undefined, name.replace(/s$/, ""), depth + 1);
  return Array.from({ length: Math.min(Math.max(minItems, 1), maxItems, 100) }, () => item);
}

const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "2026-01-01T00:00:00.000Z",
  date: "2026-01-01",
  time: "00:00:00Z",
  duration: "PT1H",
  email: "someone@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/** The text of a field with such a name, if its schema gives no format. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/e-?mail/i, FORMATS["email"]!],
  [/url|uri|link|href/i, FORMATS["uri"]!],
  [/(at|time|timestamp)$/i, FORMATS["date-time"]!],
  [/date|day$/i, FORMATS["date"]!],
  [/phone|mobile/i, "+49 30 901820"],
  [/currency/i, "EUR"],
  [/country/i, "DE"],
  [/language|locale/i, "en"],
  [/status|state/i, "ok"],
  [/(^|[_-])id$|Id$|ID$|key$/, "id-1"],
  [/name|title/i, "Example"],
];

function textOf(schema: JsonObject, name: string): string {
  const format = schema["format"];
  const text =
    typeof format === "string" && Object.hasOwn(FORMATS, format)
      ? FORMATS[format]!
      : (BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? (name === "" ? "text" : name));
  const { minLength = 0, maxLength = 1_000 } = schema as { readonly minLength?: number; readonly maxLength?: number };
  return text.padEnd(Math.min(minLength, 1_000), "x").slice(0, maxLength);
}

function numberOf(schema: JsonObject, name: string): number {
  const bound = (key: string) => (typeof schema[key] === "number" ? schema[key] : undefined);
  const step = bound("multipleOf") ?? 1;
  const above = bound("exclusiveMinimum");
  const least = bound("minimum") ?? (above === undefined ? -Infinity : above + step);
  const below = bound("exclusiveMaximum");
  const most = bound("maximum") ?? (below === undefined ? Infinity : below - step);
  const wish = /status/i.test(name) ? 200 : step;
  return Math.min(Math.max(wish, least), most);
}

function ownValue(schema: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(schema, key) ? schema[key] : undefined;
}

function firstOf(schema: JsonObject, key: string): Json | undefined {
  const list = ownValue(schema, key);
  return Array.isArray(list) ? (list as readonly Json[])[0] : undefined;
}
