import { portsOf } from "../../definition/ports-of.ts";
import { correction } from "../make-fix.ts";
import type { Rule } from "../rule.ts";

/** An edge must leave by a port that its node can end on; every node has the port `error`. */
export const ports: Rule = function* (context) {
  const { nodes, edges, types, topology, edgePath } = context;
  const known = new Map<number, readonly string[]>();
  for (const [index, edge] of edges.entries()) {
    const source = topology.indexOf.get(edge.source);
    const node = nodes[source ?? -1];
    const type = types.get(node?.type ?? "");
    const port = edge.sourceHandle ?? "out";
    // Another rule reports an unknown type; its ports are not known.
    if (source === undefined || node === undefined || type === undefined || port === "error") continue;
    const names = known.get(source) ?? portsOf(node, type);
    known.set(source, names);
    if (names.includes(port)) continue;
    const none = names.length === 0;
    const path = `${edgePath(index)}/sourceHandle`;
    const { question, ...fix } = correction(context, port, names, path);
    yield {
      code: "UNKNOWN_PORT",
      severity: "error",
      path,
      node: edge.id,
      message: `"${node.id}" (${node.type}) never ends on the port "${port}".`,
      hint: none
        ? "Nothing comes after this node: remove the edge, or set sourceHandle to error."
        : `${question}Its ports: ${[...names, "error"].slice(0, 20).join(", ")}.`,
      ...fix,
    };
  }
};
