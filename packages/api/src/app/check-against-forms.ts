import { SchemaCheck, triggerKind, type Json, type JsonObject, type JsonSchema, type Trigger } from "@tempograph/graph";
import type { AppError } from "./app-error.ts";

/** Why the data does not fit the schema of any trigger of the kind `manual`. Undefined: it fits, or the workflow asks for nothing. */
export function checkAgainstForms(triggers: readonly Trigger[], data: Json): AppError | undefined {
  const forms = triggers.filter((trigger) => triggerKind(trigger) === "manual").map(({ config }) => config?.["schema"]);
  const misfits = forms.map((schema) =>
    schema === undefined ? [] : new SchemaCheck(schema as JsonSchema).check(data as JsonObject, false),
  );
  const fewest = misfits.toSorted((a, b) => a.length - b.length)[0] ?? [];
  const [first] = fewest;
  if (first === undefined) return undefined;
  const hint =
    "The triggers of the workflow hold the JSON Schema of its data, in `config.schema` of the kind `manual`.";
  return {
    code: "INVALID_INPUT",
    message: `The data does not fit what the workflow asks for: ${first.message}`,
    path: `/data${first.path}`,
    hint,
    problems: fewest.map(({ path, message }) => ({
      ...{ code: "INVALID_INPUT", severity: "error", path: `/data${path}`, message, hint },
    })),
  };
}
