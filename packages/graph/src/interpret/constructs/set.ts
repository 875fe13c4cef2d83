import type { Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import type { Construct } from "../construct.ts";
import { endNode, failNode } from "../ending.ts";
import { scopeView } from "../scope-view.ts";
import { CORE_PACK } from "./core-pack.ts";

/** Writes variables that later nodes read as `vars.<name>`. */
export const set: Construct = {
  manifest: {
    type: "set",
    title: "Set variables",
    description: "Writes values that later nodes read as vars.<name>. Its output is what it wrote.",
    runs: "machine",
    input: {
      type: "object",
      required: ["values"],
      properties: { values: { type: "object", description: "Variables by name; templates are rendered." } },
    },
    output: { type: "object" },
    ports: ["out"],
    idempotent: true,
    pack: CORE_PACK,
    example: { values: { greeting: "Hello {{ payload.name }}" } },
  },
  compile(node) {
    const template = compileTemplate(node.data, { at: "/data" });
    return { compiled: template, references: template.references };
  },
  enter(run, scope, node) {
    const input = (node.compiled as CompiledTemplate).render(scopeView(run, scope), createBudget()) as JsonObject;
    const values = input["values"];
    if (!isObject(values)) {
      failNode(run, scope, node, NOT_AN_OBJECT, input);
      return;
    }
    scope.vars = { ...scope.vars, ...values };
    endNode(run, scope, node, "out", values);
  },
};

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NOT_AN_OBJECT: Failure = {
  code: "INPUT_INVALID",
  message: "values is no object once it is rendered: there are no names to set.",
  cure: 'Write the variables by name: { "values": { "total": "{{ … }}" } }.',
  retryable: false,
};
