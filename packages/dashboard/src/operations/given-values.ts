import type { OperationField } from "./operation-field.ts";

export type GivenValues =
  | { readonly values: Readonly<Record<string, unknown>> }
  | { readonly problems: Readonly<Record<string, string>> };

/** Reads what a person has written into the fields of an operation. An empty field is left out. */
export function givenValues(fields: readonly OperationField[], texts: Readonly<Record<string, string>>): GivenValues {
  const values: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const { name, label, kind, isRequired = false } of fields) {
    const text = (texts[name] ?? "").trim();
    if (text === "") {
      if (isRequired) problems[name] = `${label} is needed.`;
    } else if (kind === "json") {
      try {
        values[name] = JSON.parse(text) as unknown;
      } catch {
        problems[name] = `This is no JSON. A text is written in quotes: ${JSON.stringify(text.slice(0, 40))}.`;
      }
    } else values[name] = text;
  }
  return Object.keys(problems).length > 0 ? { problems } : { values };
}

/** What stands in the fields at the beginning. */
export function initialTexts(fields: readonly OperationField[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ name, initial }) => [name, textOf(initial)]));
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
