import type { Failure } from "../../definition/failure.ts";
import { isObject } from "../../definition/json.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { setVariables } from "../scope/scope-view.ts";
import { CORE_PACK } from "./core-pack.ts";
import { compileData, renderData } from "../step/render-data.ts";

/** Copying this many variables takes about as long as one visit of a node. */
const VARIABLES_A_VISIT = 32;

/** Writes variables that later nodes read as `vars.<name>`. */
export const set: Construct<CompiledTemplate> = {
  manifest: {
    type: "set",
    title: "Set variables",
    description: "Writes values that later nodes read as vars.<name>. Its output is the written values.",
    runs: "machine",
    input: {
      type: "object",
      required: ["values"],
      properties: {
        values: { type: "object", description: "Values by the name of the variable; they may contain templates." },
      },
    },
    output: { type: "object" },
    ports: ["out"],
    idempotent: true,
    sentence: ["set {values}"],
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
    // Copying many variables counts as visits, so that a batch with too much work yields in time (rule 1).
    run.visits += Math.floor(setVariables(scope, Object.entries(values)) / VARIABLES_A_VISIT);
    endNode(run, scope, node, "out", values);
  },
  onSeed(scope, node, output) {
    const declared = node.definition.data["values"];
    // If the node failed and the execution continued, its output is the error, which must not become a variable.
    const isWritten = (name: string): boolean => !isObject(declared) || Object.hasOwn(declared, name);
    const written = Object.entries(isObject(output) ? output : {}).filter(([name]) => isWritten(name));
    setVariables(scope, written);
  },
};

const NOT_AN_OBJECT: Failure = {
  code: "INPUT_INVALID",
  message: "The rendered value of values is not an object, so there are no names of variables.",
  hint: 'Write the variables by name: { "values": { "total": "{{ … }}" } }.',
  retryable: false,
};
