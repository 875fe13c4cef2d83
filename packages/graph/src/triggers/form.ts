import { isObject, type Json, type JsonObject, type JsonSchema } from "../definition/json.ts";
import { pointer } from "../definition/json-pointer.ts";
import type { Problem } from "../definition/problem.ts";
import type { Trigger } from "../definition/trigger.ts";
import { formProblems } from "../schema/form-problems.ts";
import { configProblem } from "./config-problem.ts";
import { FORM_SUBMITTED, MAX_FORM_FIELDS, type FormConfig } from "./form-config.ts";
import { chosenAddress, hookPath, hookSource, pathProblems, pathSchema } from "./hook-path.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { eventTypeSchema, perMinuteSchema, timeoutSchema } from "./webhook-schema.ts";

const label = (title: string, description: string) =>
  ({ type: "string", title, description, minLength: 1, maxLength: 2_000 }) as const;

const config: JsonSchema = {
  type: "object",
  properties: {
    path: pathSchema,
    title: { type: "string", title: "Title", minLength: 1, maxLength: 200 },
    description: label("Description", "What stands under the title."),
    schema: { type: "object", title: "Fields", description: "JSON Schema of the data: an object of plain fields." },
    order: {
      type: "array",
      title: "Order",
      description:
        "The names of fields in the order in which they stand on the page. Fields that it does not name follow.",
      items: { type: "string" },
      uniqueItems: true,
    },
    button: { ...label("Button", "What stands on the button. Default: Send."), maxLength: 100 },
    thanks: {
      type: "object",
      title: "Thanks",
      description: "What somebody reads who has sent the form.",
      properties: { title: label("Title", "Default: Thank you."), text: label("Text", "Default: none.") },
      additionalProperties: false,
    },
    answer: {
      type: "object",
      title: "Answer",
      description: "Default: the thanks.",
      properties: { type: { enum: ["thanks", "respond"] }, timeoutSeconds: timeoutSchema },
      required: ["type"],
      additionalProperties: false,
    },
    eventType: { ...eventTypeSchema, description: "The type of its events. Default: form.submitted." },
    perMinute: { ...perMinuteSchema, description: "Further ones get 429. Default: 60." },
  },
  required: ["title", "schema"],
  additionalProperties: false,
};

/** A page of Tempograph's own, which people fill in. It works without JavaScript. */
export const form: TriggerDescription = {
  kind: "form",
  title: "Form",
  description:
    "Starts the workflow when somebody has filled in and sent a form, which Tempograph shows at an address of its own.",
  config,
  example: {
    path: "contact",
    title: "Contact us",
    schema: {
      type: "object",
      properties: { email: { type: "string", format: "email" }, message: { type: "string", format: "textarea" } },
      required: ["email"],
    },
  },
  listensTo(trigger, workflowId) {
    const own = configOf(trigger);
    const source = hookSource("form", hookPath(own, workflowId, trigger.id));
    return { eventType: own.eventType ?? FORM_SUBMITTED, source };
  },
  address: (trigger) => chosenAddress("form", configOf(trigger)),
  *check(trigger) {
    const { path, schema = {}, order = [] } = configOf(trigger);
    yield* pathProblems(path);
    const names = isObject(schema["properties"]) ? Object.keys(schema["properties"] as JsonObject) : [];
    for (const [index, name] of order.entries())
      if (!names.includes(name))
        yield configProblem(
          `/order/${index}`,
          `The form has no field ${JSON.stringify(name)}.`,
          `Name fields of the schema: ${names.join(", ")}.`,
        );
    const broken = formProblems(schema);
    for (const { path: at, message } of broken) yield problem(at, `The schema cannot be used: ${message}`);
    if (broken.length === 0) yield* fieldProblems(schema);
  },
  patterns: ["somebody sends the form {title}[ at {path}]"],
  sentence: (trigger) => `when somebody sends the form ${JSON.stringify(configOf(trigger).title ?? "")}`,
};

function configOf({ config: given }: Trigger): Partial<FormConfig> {
  return (given ?? {}) as Partial<FormConfig>;
}

const TYPES: readonly Json[] = ["string", "number", "integer", "boolean"];

/** A page without JavaScript can show plain fields, and not lists or objects inside of the data. */
function* fieldProblems({ type, properties }: JsonObject): Iterable<Problem> {
  if (type !== "object" || !isObject(properties)) {
    yield problem("", "The schema of a form is an object with properties.");
    return;
  }
  const fields = Object.entries(properties as JsonObject);
  if (fields.length > MAX_FORM_FIELDS) yield problem("/properties", `A form has at most ${MAX_FORM_FIELDS} fields.`);
  for (const [name, field] of fields) {
    const isPlain = isObject(field) && (TYPES.includes(field["type"] as Json) || Array.isArray(field["enum"]));
    if (!isPlain)
      yield problem(`/properties${pointer(name)}`, "The field is neither a text, a number, a boolean nor a choice.");
    if (name.startsWith("_")) yield problem(`/properties${pointer(name)}`, "Names that begin with _ are reserved.");
  }
}

function problem(at: string, message: string): Problem {
  return configProblem(
    `/schema${at}`,
    message,
    'Write fields such as { "type": "string" }, { "type": "number" }, { "type": "boolean" } or { "enum": ["a", "b"] }.',
  );
}
