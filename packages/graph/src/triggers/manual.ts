import type { Json } from "../definition/json.ts";
import { formProblems } from "../schema/form-problems.ts";
import { configProblem } from "./config-problem.ts";
import type { TriggerDescription } from "./trigger-description.ts";

/** A person or a program starts the workflow by itself (`executionStart`), with data that fits the schema. */
export const manual: TriggerDescription = {
  kind: "manual",
  title: "Manual start",
  description: "Describes the data with which the workflow can be started by hand.",
  config: {
    type: "object",
    properties: {
      schema: {
        type: ["object", "boolean"],
        title: "Schema",
        description: "JSON Schema of the data. Forms are made from it, and a start with other data is refused.",
      },
    },
    additionalProperties: false,
  },
  example: { schema: { type: "object", properties: { orderId: { type: "string" } }, required: ["orderId"] } },
  listensTo: () => null,
  *check({ config }) {
    if (config?.["schema"] === undefined) return;
    for (const { path, message } of formProblems(config["schema"] as Json))
      yield configProblem(
        `/schema${path}`,
        `The schema cannot be used: ${message}`,
        'Write a JSON Schema, such as { "type": "object", "properties": { … } }.',
      );
  },
  patterns: ["somebody starts it by hand"],
  sentence: () => "when somebody starts it by hand",
};
