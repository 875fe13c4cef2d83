import type { Json, JsonObject } from "../../definition/json.ts";
import { compileCondition, type CompiledCondition } from "../../expression/compile-condition.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import { createBudget } from "../../expression/budget.ts";
import type { Construct } from "../state/construct.ts";
import { endNode } from "../step/ending.ts";
import { scopeView } from "../scope/scope-view.ts";
import { CORE_PACK } from "./core-pack.ts";

type Compiled = { readonly logic: CompiledCondition } | { readonly template: CompiledTemplate };

/** Makes a new value from the values that expressions can read. It needs no activity, so it adds no event to the history. */
export const transform: Construct<Compiled> = {
  manifest: {
    type: "transform",
    title: "Transform",
    description: "Makes a new value, either from `output` with templates or from `logic` in JSONLogic.",
    runs: "machine",
    input: {
      type: "object",
      properties: {
        output: { description: "The value; it may contain templates." },
        logic: { description: "A JSONLogic rule whose value is the output." },
      },
      anyOf: [{ required: ["output"] }, { required: ["logic"] }],
    },
    ports: ["out"],
    idempotent: true,
    sentence: ["make {output}", "calculate {logic}"],
    pack: CORE_PACK,
    example: { output: { name: "{{ payload.first }} {{ payload.last }}" } },
  },
  fields: { logic: { kind: "logic", ignoredBy: "output" } },
  compile(node, interpreterVersion) {
    const logic = node.data["logic"];
    if (logic !== undefined && node.data["output"] === undefined) {
      const rule = compileCondition(logic, { interpreterVersion });
      return { compiled: { logic: rule } satisfies Compiled, references: rule.references };
    }
    const template = compileTemplate(node.data, { at: "/data", interpreterVersion });
    return { compiled: { template } satisfies Compiled, references: template.references };
  },
  enter(run, scope, node) {
    const { compiled } = node;
    const view = scopeView(run, scope, node);
    const output: Json =
      "logic" in compiled
        ? compiled.logic.value(view, createBudget(), "execution")
        : (compiled.template.render(view, createBudget()) as JsonObject)["output"]!;
    endNode(run, scope, node, "out", output);
  },
};
