import {
  normalise,
  outlineGraph,
  pointer,
  type Graph,
  type GraphNode,
  type NodeTypeManifest,
  type Outline,
  type OutlineBlock,
  type OutlineItem,
  type Trigger,
} from "@tempograph/graph";
import { nodePaths } from "../language/node-paths.ts";
import { Phrasebook } from "../language/phrasebook.ts";
import { idText } from "../language/value-text.ts";
import { NodeIds } from "../read/name-nodes.ts";
import { START } from "../read/parse-sentences.ts";
import { DEEPEST_PATHS, flatOutline, isDeeperThan } from "./flat-outline.ts";
import { nodePieces, saidNode } from "./node-pieces.ts";
import { words } from "./pieces.ts";
import type { Phrase, Sentences } from "./sentences.ts";
import { settingPhrases } from "./setting-phrases.ts";
import { blockPhrases, type Telling } from "./step-phrases.ts";
import { triggerPieces } from "./trigger-pieces.ts";

/**
 * A workflow as sentences, with a slot for each value that can be changed where it stands. Paths of slots are JSON Pointers into
 * `{ graph, triggers }`, as they were given. Nothing is lost: `parseSentences` makes the same graph of the text, but for layout and unknown keys.
 */
export function sentencesOf(
  graph: Graph,
  triggers: readonly Trigger[],
  types: ReadonlyMap<string, NodeTypeManifest>,
): Sentences {
  const phrasebook = new Phrasebook(types);
  const whole = normalise(graph);
  const inOrder = outlineGraph(whole, {
    pathsOf: (node, ports) => nodePaths(node, phrasebook.wordingOf(node.type).manifest, ports),
    portsOf: () => [],
  });
  const outline = isDeeperThan(DEEPEST_PATHS, inOrder.block) ? flatOutline(whole) : inOrder;
  const telling = tellingOf(graph, outline, phrasebook);
  return {
    triggers: triggers.map((trigger, index): Phrase => {
      const path = pointer("triggers", index);
      return {
        kind: "trigger",
        path,
        pieces: [words(index === 0 ? "When" : "Or when"), ...triggerPieces(trigger, index)],
      };
    }),
    settings: graph.settings === undefined ? [] : settingPhrases(graph.settings),
    steps: [...startPhrases(telling, outline.start), ...stepPhrases(telling, outline)],
  };
}

function stepPhrases(telling: Telling, { block, looseEdges }: Outline): readonly Phrase[] {
  const isEmpty = block.items.length === 0;
  const connections = looseEdges.map(({ source, port, target }): Phrase => {
    const on = port === "out" ? "" : ` on ${idText(port)}`;
    return { kind: "flow", pieces: [words(`connect ${idText(source)}${on} to ${idText(target)}`)] };
  });
  return [...(isEmpty ? [] : blockPhrases(telling, block)), ...connections];
}

/** The usual start node need not be said. */
function startPhrases(telling: Telling, start: GraphNode | null): readonly Phrase[] {
  if (start === null) return [{ kind: "flow", pieces: [words("begin without start")] }];
  const { id, data, label, settings } = start;
  const isUsual = id === START.id && Object.keys(data).length === 0 && label === undefined && settings === undefined;
  if (isUsual) return [];
  const path = telling.pathOf(start);
  return [
    {
      kind: "step",
      path,
      node: id,
      pieces: nodePieces(telling.phrasebook, saidNode(start, path, { id })),
    },
  ];
}

function tellingOf(graph: Graph, outline: Outline, phrasebook: Phrasebook): Telling {
  const indexes = new Map<string, number>();
  for (const [index, { id }] of graph.nodes.entries()) if (!indexes.has(id)) indexes.set(id, index);
  const names = namesOf(outline, readIds(graph));
  return {
    phrasebook,
    pathOf: ({ id }) => pointer("graph", "nodes", indexes.get(id) ?? 0),
    nameOf: (node) => names.get(node),
    hasNode: (id) => indexes.has(id),
  };
}

/** The ids that the text has to say: those that a reader would not give by itself, and those that something refers to by name. */
function namesOf(outline: Outline, read: readonly string[]): ReadonlyMap<GraphNode, string> {
  const nodes = nodesIn(outline.block);
  const referred = new Set([...read, ...outline.looseEdges.flatMap(({ source, target }) => [source, target])]);
  const count = new Map<string, number>();
  for (const { id } of nodes) count.set(id, (count.get(id) ?? 0) + 1);
  const isNamed = ({ id, type }: GraphNode) =>
    referred.has(id) || count.get(id)! > 1 || !(id.startsWith(type) && /^\d*$/.test(id.slice(type.length)));
  const named = nodes.filter(isNamed);
  const ids = new NodeIds([...named.map(({ id }) => id), ...(outline.start === null ? [] : [outline.start.id])]);
  const names = new Map<GraphNode, string>(named.map((node) => [node, node.id]));
  for (const node of nodes) {
    if (names.has(node)) continue;
    if (ids.peek(node.type) !== node.id) names.set(node, node.id);
    ids.take(node.id);
  }
  return names;
}

/**
 * The ids that templates and conditions seem to read, as in `steps.call.body`. A text says them, so that another step of the same type
 * before them does not change what is read.
 */
function readIds({ nodes }: Graph): readonly string[] {
  const reads = JSON.stringify(nodes).matchAll(/steps(?:\.|\[\\?["'])([\p{L}\p{N}_-]+)/gu);
  return [...reads].map(([, id]) => id!);
}

/** In the order in which the text names them. */
function nodesIn({ items }: OutlineBlock): readonly GraphNode[] {
  return items.flatMap((item: OutlineItem): readonly GraphNode[] => {
    switch (item.kind) {
      case "fork":
        return item.paths.flatMap(nodesIn);
      case "loose":
        return [item.node, ...(item.body === null ? [] : nodesIn(item.body))];
      case "node":
        return [
          item.node,
          ...(item.body === null ? [] : nodesIn(item.body)),
          ...(item.compensation === null ? [] : [item.compensation]),
          ...[...item.on.values()].flatMap(nodesIn),
        ];
    }
  });
}
