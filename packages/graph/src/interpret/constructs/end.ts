import type { JsonObject } from "../../definition/json.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import { createBudget } from "../../expression/budget.ts";
import { closeScope } from "../scope/closing.ts";
import type { Construct } from "../construct.ts";
import { endNode } from "../step/ending.ts";
import { scopeView } from "../scope/scope-view.ts";
import { CORE_PACK } from "./core-pack.ts";

/** Ends its path and says what the execution gives; with `terminate`, everything else in the scope ends too (rule 5). */
export const end: Construct = {
  manifest: {
    type: "end",
    title: "End",
    description:
      "Ends this path. `output` becomes part of the execution's output; `terminate` ends the other paths too.",
    runs: "machine",
    input: {
      type: "object",
      properties: {
        output: { description: "What the execution gives; templates are rendered." },
        terminate: { type: "boolean", description: "End everything else as well. Default false." },
      },
    },
    ports: ["out"],
    idempotent: true,
    pack: CORE_PACK,
    example: { output: { ok: true } },
  },
  compile(node, interpreterVersion) {
    const template = compileTemplate(node.data, { at: "/data", interpreterVersion });
    return { compiled: template, references: template.references };
  },
  enter(run, scope, node) {
    const input = (node.compiled as CompiledTemplate).render(scopeView(run, scope, node), createBudget()) as JsonObject;
    const output = input["output"] ?? null;
    scope.ends[node.id] = output;
    endNode(run, scope, node, "out", output);
    if (input["terminate"] === true) closeScope(run, scope, { kind: "completed" });
  },
};
