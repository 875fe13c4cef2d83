import { canonicalJson, normalise, type Graph, type GraphNode, type Json } from "@tempograph/graph";

/** What a graph means, in a fixed order: without layout, unknown keys and ids of edges, and with each empty setting left out. */
export function meaningOf(graph: Graph): Json {
  const { nodes, edges, settings } = normalise(graph);
  const ids = new Set(nodes.map(({ id }) => id));
  return JSON.parse(
    JSON.stringify({
      nodes: nodes.map((node) => nodeMeaning(node, ids)).sort(byText),
      edges: edges.map(({ source, sourceHandle, target }) => [source, sourceHandle ?? "out", target]).sort(byText),
      settings: emptied(settings),
    }),
  ) as Json;
}

function nodeMeaning({ id, type, data, label, parentId, settings }: GraphNode, ids: ReadonlySet<string>) {
  return { id, type, data: withoutNext(data, ids), label, parentId, settings: emptied(settings) };
}

/** A case that names a node of the graph has an edge to it, once the graph is normalised. */
function withoutNext(data: GraphNode["data"], ids: ReadonlySet<string>): GraphNode["data"] {
  const { cases } = data;
  if (!Array.isArray(cases)) return data;
  return {
    ...data,
    cases: cases.map((one: Json) => {
      if (typeof one !== "object" || one === null || !("next" in one) || !ids.has(one.next as string)) return one;
      const { next: _, ...rest } = one;
      return rest;
    }),
  };
}

function emptied(settings: object | undefined): object | undefined {
  return settings === undefined || Object.keys(settings).length === 0 ? undefined : settings;
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [canonicalJson(a as Json), canonicalJson(b as Json)];
  return left < right ? -1 : left > right ? 1 : 0;
}
