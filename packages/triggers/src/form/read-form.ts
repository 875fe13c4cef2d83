import { isObject, SchemaCheck, segmentsOf, type FormConfig, type Json, type JsonObject } from "@tempograph/graph";
import { checkedSchema, fieldError, isNoTime, type FormField } from "./field-error.ts";

type Fields = Pick<FormConfig, "schema" | "order">;

/**
 * The fields in the order in which they stand on the page. The schema itself has none: Postgres does not keep the order of an object's
 * names.
 */
export function fieldsOf({ schema, order = [] }: Fields): readonly (readonly [string, FormField])[] {
  const fields = (schema["properties"] ?? {}) as Readonly<Record<string, FormField>>;
  const names = new Set([...order.filter((name) => Object.hasOwn(fields, name)), ...Object.keys(fields)]);
  return [...names].map((name) => [name, fields[name]!]);
}

/** What somebody has sent: data that fits, or an error for each field that does not. */
export type ReadForm = { readonly data: JsonObject } | { readonly errors: ReadonlyMap<string, string> };

/**
 * Turns the texts of a form into data, and checks them by the schema. An empty field is absent, a box that is not ticked is false, and
 * fields that the schema does not name are left out.
 */
export function readForm(config: Fields, sent: Readonly<Record<string, Json>>): ReadForm {
  const data = Object.fromEntries(
    fieldsOf(config).flatMap(([name, field]): [string, Json][] => {
      const value = valueOf(field, sent[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const { schema } = config;
  const fields = new Map(fieldsOf(config));
  const errors = new Map<string, string>();
  for (const name of Array.isArray(schema["required"]) ? schema["required"] : [])
    if (typeof name === "string" && !Object.hasOwn(data, name)) errors.set(name, "Please fill in this field.");
  const tell = (name: string, message?: string): void => {
    const told = fields.has(name) ? fieldError(fields.get(name)!, data[name]) : undefined;
    errors.set(name, told ?? message ?? "");
  };
  for (const [name, field] of fields) if (isNoTime(field, data[name])) tell(name);
  for (const { path, message } of new SchemaCheck(checkedSchema(schema)).check(data, false)) {
    const [name = ""] = segmentsOf(path);
    if (!errors.has(name) && (name !== "" || errors.size === 0)) tell(name, message);
  }
  return errors.size > 0 ? { errors } : { data };
}

function valueOf(field: FormField, sent: Json | undefined): Json | undefined {
  if (field["type"] === "boolean") return sent !== undefined;
  const text = Array.isArray(sent) ? sent.at(-1) : sent;
  if (typeof text !== "string" || text === "") return undefined;
  if (Array.isArray(field["enum"])) return field["enum"].find((one) => textOf(one) === text) ?? text;
  if (field["type"] !== "number" && field["type"] !== "integer") return text.replaceAll("\r\n", "\n");
  const number = Number(text);
  return Number.isFinite(number) && text.trim() !== "" ? number : text;
}

/** A choice as it stands in the page. */
export function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What was sent, if it is a form at all. */
export function sentFields(body: Json): Readonly<Record<string, Json>> | undefined {
  return isObject(body) ? (body as JsonObject) : undefined;
}
