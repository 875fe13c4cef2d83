import { isObject } from "@tempograph/graph";

/** What was typed into the fields of a form, by name; the field of a form that has no plain fields is called `""` and holds JSON. */
export type Answers = Readonly<Record<string, string | boolean>>;

export interface PlainField {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly kind: "text" | "longText" | "number" | "whole" | "flag" | "choice" | "json";
  readonly choices: readonly string[];
  readonly isRequired: boolean;
}

/** The fields of a form. A form that is no object with properties has one field, for JSON. */
export function fieldsOf(form: unknown): readonly PlainField[] {
  if (form === null || form === undefined) return [];
  const properties = isObject(form) && isObject(form["properties"]) ? Object.entries(form["properties"]) : [];
  const required = isObject(form) && Array.isArray(form["required"]) ? form["required"] : [];
  if (properties.length === 0) return [{ name: "", title: "Data (JSON)", ...plain("json", false) }];
  return properties.map(([name, schema]) => {
    const of = isObject(schema) ? schema : {};
    const { title, description } = of;
    return {
      ...plain(kindOf(of), required.includes(name)),
      ...{ name, title: typeof title === "string" ? title : name },
      description: typeof description === "string" ? description : undefined,
      choices: Array.isArray(of["enum"]) ? of["enum"].map(String) : [],
    };
  });
}

const plain = (kind: PlainField["kind"], isRequired: boolean) => ({
  ...{ kind, isRequired, choices: [], description: undefined },
});

function kindOf({ type, enum: values, format }: Readonly<Record<string, unknown>>): PlainField["kind"] {
  if (Array.isArray(values) && values.every((value) => typeof value === "string")) return "choice";
  switch (type) {
    case "string":
      return format === "textarea" ? "longText" : "text";
    case "number":
      return "number";
    case "integer":
      return "whole";
    case "boolean":
      return "flag";
    default:
      return "json";
  }
}

/** The answers with which a form is shown first: its defaults. */
export function emptyAnswers(form: unknown): Answers {
  const properties = isObject(form) && isObject(form["properties"]) ? form["properties"] : {};
  return Object.fromEntries(
    fieldsOf(form).map(({ name, kind }) => {
      const schema = properties[name];
      const value = isObject(schema) ? schema["default"] : undefined;
      if (kind === "flag") return [name, value === true];
      return [name, value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value)];
    }),
  );
}

/** The data of a decision. A field that was left empty is left out; the API checks the data against the form. */
export function dataOf(form: unknown, answers: Answers): { readonly data?: unknown; readonly problem?: string } {
  const data: Record<string, unknown> = {};
  for (const { name, title, kind } of fieldsOf(form)) {
    const answer = answers[name] ?? "";
    if (typeof answer === "boolean") {
      data[name] = answer;
      continue;
    }
    if (answer.trim() === "") continue;
    const value = valueOf(kind, answer);
    if (value === undefined) return { problem: `"${title}" is not ${kind === "json" ? "JSON" : "a number"}.` };
    if (name === "") return { data: value };
    data[name] = value;
  }
  return form === null || form === undefined ? {} : { data };
}

/** Undefined: it is none of its kind. */
function valueOf(kind: PlainField["kind"], answer: string): unknown {
  if (kind === "number" || kind === "whole") {
    const number = Number(answer);
    return Number.isFinite(number) ? number : undefined;
  }
  if (kind !== "json") return answer;
  try {
    return JSON.parse(answer) as unknown;
  } catch {
    return undefined;
  }
}
