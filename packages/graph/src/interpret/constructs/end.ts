import type { CompiledTemplate } from "../../expression/compile-template.ts";
import { closeScope } from "../scope/closing.ts";
import type { Construct } from "../state/construct.ts";
import { endNode } from "../step/ending.ts";
import { CORE_PACK } from "./core-pack.ts";
import { compileData, renderData } from "../step/render-data.ts";

/** Ends its path and sets an output of the scope. With `terminate`, everything else in the scope is cancelled (rule 5). */
export const end: Construct<CompiledTemplate> = {
  manifest: {
    type: "end",
    title: "End",
    description:
      "Ends this path. `output` becomes part of the execution's output. `terminate` ends the other paths, too.",
    runs: "machine",
    input: {
      type: "object",
      properties: {
        output: { description: "The output of the execution; it may contain templates." },
        terminate: { type: "boolean", description: "End all other paths, too. Default false." },
      },
    },
    ports: ["out"],
    idempotent: true,
    sentence: ["end[ giving {output}]"],
    pack: CORE_PACK,
    example: { output: { ok: true } },
  },
  fields: { terminate: "endsScope" },
  compile: compileData,
  enter(run, scope, node) {
    const input = renderData(run, scope, node);
    const output = input["output"] ?? null;
    scope.ends[node.id] = output;
    endNode(run, scope, node, "out", output);
    if (input["terminate"] === true) closeScope(run, scope, { kind: "completed" });
  },
};
