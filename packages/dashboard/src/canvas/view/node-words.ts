import type { GraphNode, Json, NodeTypeManifest } from "@tempograph/graph";
import { shortPhrase } from "@tempograph/sentences";

const LONGEST = 80;

/** What the card of a node is headed with: the label that a person gave it, or what its type is called. */
export function titleOf(node: GraphNode, manifest: NodeTypeManifest | undefined): string {
  const label = node.label ?? node.data["label"];
  return typeof label === "string" && label.trim() !== "" ? label : (manifest?.title ?? node.type);
}

/** What a node is called in a list. Several nodes may be of one type: without a label of its own it has its id behind the title of its type. */
export function nameOf(node: GraphNode, manifest: NodeTypeManifest | undefined): string {
  const title = titleOf(node, manifest);
  return title === titleOf({ ...node, label: "", data: {} }, manifest) ? `${title} "${node.id}"` : title;
}

/** What the nodes of a graph are called, by their ids. */
export function namesOf(
  nodes: Iterable<GraphNode>,
  nodeTypes: ReadonlyMap<string, NodeTypeManifest>,
): ReadonlyMap<string, string> {
  return new Map([...nodes].map((node) => [node.id, nameOf(node, nodeTypes.get(node.type))]));
}

/** One line of what the node does: the sentence of its type, or the first texts and numbers of its data. */
export function summaryOf(node: GraphNode, manifest: NodeTypeManifest | undefined): string {
  const phrase = manifest === undefined ? undefined : shortPhrase(node, manifest);
  if (phrase !== undefined) return shortText(phrase);
  const parts: string[] = [];
  let length = 0;
  for (const [key, value] of Object.entries(node.data)) {
    const text = key === "label" ? "" : shortText(value);
    if (text === "") continue;
    parts.push(text);
    length += text.length;
    if (length > LONGEST) break;
  }
  return cut(parts.join(" · "));
}

function shortText(value: Json): string {
  if (typeof value === "string") return cut(value.replaceAll(/\s+/g, " ").trim());
  return typeof value === "number" ? String(value) : "";
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
