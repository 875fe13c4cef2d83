import { parseGraph } from "../definition/parse-graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { Problem } from "../definition/problem.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";
import type { WorkflowNames } from "./validation-context.ts";

export type Node = { id: string; type?: string; data?: object; settings?: object; parentId?: string };
export type Edge = string | { source: string; target: string; sourceHandle?: string; id?: string };

/** `"a b"` is an edge from a to b, `"a:yes b"` one that leaves by the port yes. Nodes are `end`s unless they say otherwise. */
export function problems(
  nodes: readonly Node[],
  edges: readonly Edge[] = [],
  more: { settings?: object; triggers?: readonly Trigger[]; workflow?: WorkflowNames } = {},
): readonly Problem[] {
  const { graph, problems: parsed } = parseGraph({
    nodes: nodes.map((node) => ({ type: "end", data: {}, ...node })),
    edges: edges.map((edge, index) => {
      if (typeof edge !== "string") return { id: `e${index}`, ...edge };
      const [from = "", target] = edge.split(" ");
      const [source, sourceHandle] = from.split(":");
      return { id: `e${index}`, source, target, ...(sourceHandle === undefined ? {} : { sourceHandle }) };
    }),
    ...(more.settings === undefined ? {} : { settings: more.settings }),
  });
  if (parsed.length > 0) throw new Error(`The fixture does not parse: ${JSON.stringify(parsed)}`);
  return validateGraph({
    graph: graph!,
    types: FIXTURE_TYPES,
    ...(more.triggers === undefined ? {} : { triggers: more.triggers }),
    ...(more.workflow === undefined ? {} : { workflow: more.workflow }),
  });
}

/** The same problems, each as one line of text. */
export const found = (...input: Parameters<typeof problems>): readonly string[] =>
  problems(...input).map(({ code, severity, path }) => `${severity} ${code} ${path}`);

export const start = { id: "start", type: "start" };
export const notify = { id: "notify", type: "send_notification", data: { toRole: "AE", message: "New hot lead" } };
export const call = (id: string, data: object = {}, settings?: object): Node => ({
  id,
  type: "http_call",
  data: { url: "https://x.test", ...data },
  ...(settings === undefined ? {} : { settings }),
});
export const branch = (id: string, ...cases: object[]): Node => ({ id, type: "branch", data: { cases } });
export const yes = { label: "yes", condition: { "==": [1, 1] } };
