import { type Json, type JsonSchema, schemaSteps, type SchemaSet } from "@tempograph/graph";
import { REDACTED } from "./redacted.ts";

/** Finds what a schema marks as secret, by `.meta({ secret: true })`, in values that fit it. */
export interface MarkedSecrets {
  /** The value with REDACTED in the marked places, and every text and number that stood there. */
  takeOut(value: Json): { readonly value: Json; readonly secrets: readonly string[] };
}

/** Undefined for a schema that marks nothing. */
export function markedSecrets(schema: JsonSchema): MarkedSecrets | undefined {
  if (!JSON.stringify(schema).includes('"secret":true')) return undefined;
  const { root, below } = schemaSteps(schema);
  return {
    takeOut(value) {
      const secrets: string[] = [];
      const without = (each: Json, schemas: SchemaSet): Json => {
        if ([...schemas].some(({ secret }) => secret === true)) {
          secrets.push(...textsIn(each));
          return each === null ? null : REDACTED;
        }
        if (typeof each !== "object" || each === null) return each;
        if (Array.isArray(each)) return each.map((item, index) => without(item, below(schemas, String(index))));
        return Object.fromEntries(
          Object.entries(each).map(([name, field]) => [name, without(field, below(schemas, name))]),
        );
      };
      return { value: without(value, root), secrets };
    },
  };
}

/** Every text and number in a secret value, each of which is to be taken out. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "bigint") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
