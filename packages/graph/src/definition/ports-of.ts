import { isObject, type Json } from "./json.ts";
import type { GraphNode } from "./graph.ts";
import { MAX_ID_LENGTH } from "./limits.ts";
import type { NodeTypeManifest } from "./node-type.ts";

/**
 * The port that a `branch` or a `switch` ends on when its case at `index` is chosen. It is the case's label. A case without
 * a label has the port `else` if it is the else case, its value as text in a switch, or `case<index>` if that text cannot
 * name a port.
 */
export function casePort(item: Json | undefined, index: number): string {
  if (isObject(item)) {
    const { label, else: isElse, value, condition } = item;
    if (typeof label === "string" && label !== "") return label;
    if (isElse === true) return "else";
    if (value !== undefined && condition === undefined) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      if (text !== "" && text.length <= MAX_ID_LENGTH) return text;
    }
  }
  return `case${index}`;
}

/** Whether a branch or switch has an else case. If so, it never ends on `out`. */
export function hasElse(cases: readonly Json[]): boolean {
  return cases.some(
    (item) => typeof item === "object" && item !== null && (item as { readonly else?: Json }).else === true,
  );
}

/** Every port that the node can end on, `error` excluded. Without a manifest: `out` alone. */
export function portsOf(node: GraphNode, manifest: NodeTypeManifest | undefined): readonly string[] {
  if (manifest === undefined) return ["out"];
  if (manifest.portsFrom !== "cases") return manifest.ports;
  const cases = node.data["cases"];
  const labels = Array.isArray(cases) ? (cases as readonly Json[]).map(casePort) : [];
  // `out` is taken if no case holds and there is no else case (rule 3).
  return [...new Set([...labels, ...manifest.ports, "out"])];
}
