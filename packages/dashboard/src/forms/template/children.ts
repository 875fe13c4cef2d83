import {
  isObject,
  schemaAt,
  typesOf,
  type Json,
  type JsonSchema,
  type NameInScope,
  type NodeScope,
} from "@tempograph/graph";

/** A value that can be read behind a path. */
export interface Child {
  readonly name: string;
  /** `text`, `number or null`: what is known of its type. */
  readonly type: string;
  /** The value in the sample, shortened; undefined where the sample has none. */
  readonly sample: string | undefined;
  readonly description: string | undefined;
  readonly isCertain: boolean;
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ["string", "text"],
  ["array", "list"],
  ["boolean", "yes or no"],
]);
const MOST = 200;

/** The names behind a path, such as the fields of a step's output: from schemas, and from the sample. An empty path gives the first names. */
export function childrenAt(
  path: readonly string[],
  names: readonly NameInScope[],
  sample: NodeScope,
): readonly Child[] {
  const found = new Map<string, Child>();
  const whole = sample as unknown as Json;
  const add = (name: string, schema: JsonSchema | undefined, isCertain: boolean) => {
    if (found.has(name) || found.size >= MOST) return;
    const value = valueIn(whole, [...path, name]);
    const description = isObject(schema) ? schema["description"] : undefined;
    found.set(name, {
      ...{ name, isCertain, type: typeText(schema, value), sample: sampleText(value) },
      description: typeof description === "string" ? description : undefined,
    });
  };
  for (const { path: known, schema, isCertain } of names) {
    if (known.length > path.length && path.every((name, index) => known[index] === name)) {
      const isLast = known.length === path.length + 1;
      add(known[path.length] as string, isLast ? schema : undefined, !isLast || isCertain);
    }
    if (known.length > path.length || !known.every((name, index) => path[index] === name)) continue;
    const at = schemaAt(schema, path.slice(known.length));
    const properties = isObject(at) ? at["properties"] : undefined;
    if (!isObject(properties)) continue;
    const required = isObject(at) && Array.isArray(at["required"]) ? (at["required"] as readonly Json[]) : undefined;
    for (const [name, field] of Object.entries(properties))
      add(name, field as JsonSchema, required?.includes(name) ?? true);
  }
  // What a sample has beside the schema is only known of values that are in scope.
  const inScope = path.length > 1 || (path.length === 1 && path[0] !== "steps" && path[0] !== "vars");
  const value = inScope ? valueIn(whole, path) : undefined;
  if (isObject(value)) for (const name of Object.keys(value)) add(name, undefined, true);
  return [...found.values()];
}

export function valueIn(root: Json | undefined, path: readonly string[]): Json | undefined {
  let at = root;
  for (const name of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as { readonly [key: string]: Json })[name];
  }
  return at;
}

function typeText(schema: JsonSchema | undefined, value: Json | undefined): string {
  const types = schema === undefined ? [] : [...typesOf(schema)];
  if (types.length > 0 && types.length < 6) return types.map(wordOf).join(" or ");
  if (value === undefined) return "";
  return wordOf(value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
}

function wordOf(type: string): string {
  return WORDS.get(type) ?? type;
}

/** The beginning of a value as JSON. */
export function sampleText(value: Json | undefined, most = 60): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? JSON.stringify(value.slice(0, most)) : JSON.stringify(shallow(value));
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** A value of 50 MB is not written in whole to show 60 characters of it. */
function shallow(value: Json): Json {
  if (Array.isArray(value))
    return value.slice(0, 10).map((item: Json) => (typeof item === "object" && item !== null ? {} : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 10)
      .map(([key, item]) => [key, typeof item === "object" && item !== null ? {} : item]),
  );
}
