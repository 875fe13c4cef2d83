import { canonicalJson } from "../../definition/canonical-json.ts";
import type { GraphNode } from "../../definition/graph.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import { casePort, hasElse } from "../../definition/ports-of.ts";
import type { Problem } from "../../definition/problem.ts";
import { neverTimesOut } from "../endings.ts";
import type { Rule } from "../rule.ts";
import type { ValidationContext } from "../validation-context.ts";
import { fieldOfKind } from "../node-fields.ts";

/** A branch or switch must say what happens when no case holds, and each of its cases must be distinct. */
export const branches: Rule = function* (context) {
  const { nodes, types, topology, nodePath } = context;
  for (const [index, node] of nodes.entries()) {
    const type = types.get(node.type);
    const arrows = topology.outgoing[index] ?? [];
    if (neverTimesOut(node, type)) {
      for (const arrow of arrows) {
        if (arrow.port !== "timeout") continue;
        yield neverTaken(
          arrow.edge,
          node,
          "the node has no timeout",
          "Write a timeout in its data, or remove the edge.",
          context,
        );
      }
    }
    const cases = node.data["cases"];
    if (type?.portsFrom !== "cases" || !Array.isArray(cases)) continue;
    const path = `${nodePath(index)}/data/cases`;
    const items = cases as readonly Json[];
    yield* labels(node, items, path);
    const plain = arrows.filter((arrow) => arrow.port === "out");
    if (!hasElse(items)) {
      if (plain.length > 0) continue;
      yield {
        code: "BRANCH_WITHOUT_ELSE",
        severity: "warning",
        path,
        node: node.id,
        message: `When no case of "${node.id}" holds, the path ends there.`,
        hint: 'Add { "else": true, … } as the last case, or an edge without sourceHandle.',
        fix: {
          title: "Add an else case",
          patch: [
            { op: "test", path, value: items },
            { op: "add", path: `${path}/-`, value: { else: true } },
          ],
          isGuess: true,
        },
      };
      continue;
    }
    const drawn = new Set(arrows.flatMap((arrow) => (arrow.port === "out" ? [] : [arrow.target])));
    for (const arrow of plain) {
      // Editors also draw an edge for each `next`, so an edge to the same target is no mistake.
      if (drawn.has(arrow.target)) continue;
      yield neverTaken(
        arrow.edge,
        node,
        "this edge is for when no case holds, but the else case always holds",
        "Set sourceHandle to the label of a case, or remove the edge.",
        context,
      );
    }
  }
};

function neverTaken(
  index: number,
  node: GraphNode,
  why: string,
  hint: string,
  { edges, edgePath }: ValidationContext,
): Problem {
  const edge = edges[index];
  return {
    code: "EDGE_NEVER_TAKEN",
    severity: "warning",
    path: edgePath(index),
    node: edge?.id ?? node.id,
    message: `This edge leaves "${node.id}" on "${edge?.sourceHandle ?? "out"}", and is never taken: ${why}.`,
    hint,
  };
}

function* labels(node: GraphNode, items: readonly Json[], path: string): Generator<Problem> {
  const isCompared = fieldOfKind(node.type, "values") !== undefined;
  const ports = new Map<string, number>();
  const values = new Map<string, number>();
  for (const [position, item] of items.entries()) {
    const port = casePort(item, position);
    if (port === "error" || port === "out") {
      yield {
        code: "BRANCH_LABEL_RESERVED",
        severity: "error",
        path: `${path}/${position}/label`,
        node: node.id,
        message:
          'The labels "error" and "out" are reserved: every branch takes "error" when a condition fails and "out" when no case holds.',
        hint: "Give the case another label.",
      };
    }
    const value = isCompared ? valueOf(item) : undefined;
    const sameValue = value === undefined ? undefined : values.get(canonicalJson(value));
    const samePort = ports.get(port);
    if (value !== undefined && sameValue === undefined) values.set(canonicalJson(value), position);
    if (samePort === undefined) ports.set(port, position);
    const first = sameValue ?? samePort;
    if (first === undefined) continue;
    yield {
      code: "DUPLICATE_CASE",
      severity: "warning",
      path: `${path}/${position}`,
      node: node.id,
      message:
        sameValue === undefined
          ? `This case has the same port "${port}" as the case at index ${first}: both lead to the same edges.`
          : `This case has the same value as the case at index ${first}, so it is never chosen.`,
      hint: sameValue === undefined ? "Give one of the two another label." : "Remove one of the two.",
    };
  }
}

function valueOf(item: Json): Json | undefined {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
  const { value, else: isElse } = item as JsonObject;
  return isElse === true ? undefined : value;
}
