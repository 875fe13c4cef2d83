import {
  isObject,
  pointer,
  SchemaCheck,
  type Json,
  type JsonObject,
  type JsonSchema,
  type Problem,
} from "@tempograph/graph";

/** The name of the field that holds the data of a form that is no object with fields. */
const WHOLE = "data";

/** A form as fields: the schema of an object, whatever the schema of the decision's data is. Null: there is nothing to fill in. */
export function fieldsOf(form: unknown): JsonObject | null {
  if (!isObject(form)) return form === true ? boxed({}) : null;
  return hasFields(form) ? (form as JsonObject) : boxed(form as JsonObject);
}

const hasFields = (form: object): boolean => "properties" in form && isObject(form.properties);
const boxed = (form: JsonObject): JsonObject => ({
  type: "object",
  properties: { [WHOLE]: { title: "Data", ...form } },
});

/** What stands in the fields at first: the defaults of the form. */
export function initialAnswers(fields: JsonObject): JsonObject {
  const properties = Object.entries(isObject(fields["properties"]) ? fields["properties"] : {});
  return Object.fromEntries(
    properties.flatMap(([name, schema]): [string, Json][] =>
      isObject(schema) && schema["default"] !== undefined ? [[name, schema["default"] as Json]] : [],
    ),
  );
}

/** The data of a decision; undefined: none. */
export function dataOf(form: unknown, answers: JsonObject): Json | undefined {
  if (fieldsOf(form) === null) return undefined;
  return isObject(form) && hasFields(form) ? answers : answers[WHOLE];
}

/** What of the answers does not fit, at their fields. The API checks again, and has the last word about a form that cannot be used. */
export function problemsOf(fields: JsonObject, answers: JsonObject): readonly Problem[] {
  const missing = requiredOf(fields).filter((name) => answers[name] === undefined);
  return [
    ...missing.map((name) => problemAt(pointer(name), "This is needed.")),
    ...findings(fields, answers).map(({ path, message }) => problemAt(path, message)),
  ];
}

/** A missing field is told at the field, so the check need not tell it of the whole. */
function findings(fields: JsonObject, answers: JsonObject) {
  const { required: _, ...rest } = fields;
  try {
    const check = new SchemaCheck(rest as JsonSchema);
    return check.check(answers, false).filter(({ kind }) => kind !== "brokenSchema");
  } catch {
    return [];
  }
}

function requiredOf({ required }: JsonObject): readonly string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
}

const problemAt = (path: string, message: string): Problem => ({
  ...{ code: "FORM_INVALID", severity: "error", path, message },
  hint: "",
});
