import { isObject, type Json, type JsonObject } from "@tempograph/graph";

/** A field of a form, as its schema describes it. */
export type FormField = Readonly<Record<string, Json>>;

/** What browsers send for a time of day. JSON Schema's `time` has a time zone, which nobody is asked for. */
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

const FORMATS: Readonly<Record<string, string>> = {
  email: "Please write a mail address, such as ada@example.com.",
  date: "Please write a date as year, month and day, such as 2026-12-24.",
  time: "Please write a time of day, such as 17:30.",
  "date-time": "Please write a date with its time and time zone, such as 2026-12-24T17:30:00Z.",
  uri: "Please write a whole address, such as https://example.com/page.",
};

/** The schema by which a form's data is checked: a time of day is checked by `isNoTime`. */
export function checkedSchema(schema: JsonObject): JsonObject {
  const { properties } = schema;
  if (!isObject(properties)) return schema;
  const plain = Object.entries(properties as JsonObject).map(([name, field]) => {
    if (!isObject(field) || field["format"] !== "time") return [name, field];
    const { format: _, ...others } = field as JsonObject;
    return [name, others];
  });
  return { ...schema, properties: Object.fromEntries(plain) as JsonObject };
}

export function isNoTime(field: FormField, value: Json | undefined): boolean {
  return field["format"] === "time" && typeof value === "string" && !TIME_OF_DAY.test(value);
}

/** What is wrong with a value, for people who do not know that there is a schema. Undefined: the schema's own words have to do. */
export function fieldError(field: FormField, value: Json | undefined): string | undefined {
  if (Array.isArray(field["enum"])) return "Please choose one of the list.";
  if (field["type"] === "boolean") return field["const"] === true ? "Please tick this box." : undefined;
  const limit = (name: string): number => (typeof field[name] === "number" ? field[name] : NaN);
  if (field["type"] === "number" || field["type"] === "integer") {
    if (typeof value !== "number") return "Please write a number.";
    if (field["type"] === "integer" && !Number.isInteger(value)) return "Please write a whole number.";
    if (value < limit("minimum")) return `Please write a number that is not below ${limit("minimum")}.`;
    if (value > limit("maximum")) return `Please write a number that is not above ${limit("maximum")}.`;
    if (value <= limit("exclusiveMinimum")) return `Please write a number above ${limit("exclusiveMinimum")}.`;
    if (value >= limit("exclusiveMaximum")) return `Please write a number below ${limit("exclusiveMaximum")}.`;
    if (field["multipleOf"] !== undefined) return `Please write a multiple of ${limit("multipleOf")}.`;
    return undefined;
  }
  if (typeof value !== "string") return undefined;
  const length = [...value].length;
  if (length < limit("minLength")) return `Please write at least ${limit("minLength")} characters.`;
  if (length > limit("maxLength")) return `Please write at most ${limit("maxLength")} characters; there are ${length}.`;
  const form = FORMATS[String(field["format"])];
  if (field["pattern"] !== undefined && form === undefined) return "This does not have the form that is expected here.";
  return form;
}
