import type { FieldDescription, OperationDescription } from "@tempograph/client/descriptions";
import { GLOBAL_OPTIONS } from "../global-options.ts";
import { inKebabCase } from "./read-value.ts";

/**
 * A call that shows what an operation takes: its arguments, the options that it needs, and those of its example. Undefined where nothing is needed, or
 * where nothing says what a needed value looks like.
 */
export function exampleCall(
  words: readonly string[],
  { fields, example = {} }: OperationDescription,
): string | undefined {
  const given = fields.filter(({ name, required }) => required || Object.hasOwn(example, name));
  if (!fields.some(({ required }) => required)) return undefined;
  const parts: string[] = [];
  for (const field of given) {
    const value = Object.hasOwn(example, field.name) ? example[field.name] : exampleValue(field);
    if (value === undefined) return undefined;
    const written = quoted(field, value);
    parts.push(isArgument(field) ? written : `--${inKebabCase(optionName(field.name))} ${written}`);
  }
  return ["tempograph", ...words, ...parts].join(" ");
}

/** Required texts are arguments; all other fields are options. */
export function isArgument({ required, type }: FieldDescription): boolean {
  return required && type === "string";
}

/** The name of a field's option. One that means something for all commands gets a prefix. */
export function optionName(name: string): string {
  return GLOBAL_OPTIONS.has(name) ? `field${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
}

/** What the description of a field shows: "such as `approve`", "`exe_…`", or the first of its values. */
function exampleValue({ type, description = "", values }: FieldDescription): unknown {
  if (values !== undefined) return type === "strings" ? [values[0]] : values[0];
  if (type === "integer") return 1;
  return (/such as `([^`]+)`/i.exec(description) ?? /`([a-z]+_…)`/.exec(description))?.[1];
}

/** As it is written in a shell. */
function quoted({ type }: FieldDescription, value: unknown): string {
  const text =
    type === "strings" && Array.isArray(value)
      ? value.join(",")
      : typeof value === "string"
        ? value
        : JSON.stringify(value);
  return /^[\w…./:@,+-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
