import type { Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { setVariables } from "../scope/scope-view.ts";
import { CORE_PACK } from "./core-pack.ts";
import { compileData, renderData } from "../step/render-data.ts";

/** So many variables are copied in about the time of a node's visit. */
const VARIABLES_A_VISIT = 32;

/** Writes variables that later nodes read as `vars.<name>`. */
export const set: Construct<CompiledTemplate> = {
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
  fields: { values: "variables" },
  compile: compileData,
  enter(run, scope, node) {
    const input = renderData(run, scope, node);
    const values = input["values"];
    if (!isObject(values)) {
      failNode(run, scope, node, NOT_AN_OBJECT, { input });
      return;
    }
    // Rule 1: thousands of variables take as long as some visits.
    run.visits += Math.floor(setVariables(scope, Object.entries(values)) / VARIABLES_A_VISIT);
    endNode(run, scope, node, "out", values);
  },
  onSeed(scope, node, output) {
    const declared = node.definition.data["values"];
    // One that failed and went on gave its error: that is no variable.
    const isWritten = (name: string): boolean => !isObject(declared) || Object.hasOwn(declared, name);
    const written = Object.entries(isObject(output) ? output : {}).filter(([name]) => isWritten(name));
    setVariables(scope, written);
  },
};

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NOT_AN_OBJECT: Failure = {
  code: "INPUT_INVALID",
  message: "values is no object once it is rendered: there are no names to set.",
  hint: 'Write the variables by name: { "values": { "total": "{{ … }}" } }.',
  retryable: false,
};
