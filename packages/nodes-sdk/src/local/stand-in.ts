import type { Graph } from "@tempograph/graph";
import { z } from "zod";
import { defineNode } from "../define/define-node.ts";
import type { NodeType } from "../define/node-type.ts";
import { permanent } from "../error/node-error.ts";

/**
 * Replaces a node type that the test does not have and whose nodes have scripted outcomes. It accepts any data and has the
 * ports that the graph's edges use.
 */
export function standIn(type: string, graph: Graph): NodeType {
  const own = new Set(graph.nodes.filter((node) => node.type === type).map(({ id }) => id));
  const drawn = graph.edges.filter(({ source }) => own.has(source)).map(({ sourceHandle }) => sourceHandle ?? "out");
  return defineNode({
    type,
    title: type,
    description: `Stands for ${type}, whose outcomes are scripted.`,
    input: z.looseObject({}),
    ports: [...new Set(["out", ...drawn])].filter((port) => port !== "error"),
    idempotent: true,
    execute: (ctx) => {
      throw permanent("OUTCOME_MISSING", `There is no outcome for ${ctx.step.path}, and no code of ${type}.`, {
        hint: `Add outcomes: { ${JSON.stringify(ctx.step.path)}: { output: … } }, or the node type to nodes.`,
      });
    },
  }) as unknown as NodeType;
}
