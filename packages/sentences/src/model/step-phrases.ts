import type { GraphNode, OutlineBlock, OutlineItem, OutlineNode } from "@tempograph/graph";
import { casesOf, caseKind, type SayableCase } from "../language/cases.ts";
import { mainPort, portWords } from "../language/node-paths.ts";
import type { Phrasebook } from "../language/phrasebook.ts";
import { idText } from "../language/value-text.ts";
import { conditionSlot } from "./condition-pieces.ts";
import { nodePieces, saidNode, suffixPieces, type SaidNode } from "./node-pieces.ts";
import { slot, words } from "./pieces.ts";
import type { Phrase, Piece } from "./sentences.ts";

/** What the phrases of steps are made with. */
export interface Telling {
  readonly phrasebook: Phrasebook;
  /** JSON Pointer of a node in the source. */
  pathOf(node: GraphNode): string;
  /** The id if the text has to say it. */
  nameOf(node: GraphNode): string | undefined;
  /** Whether the source has a node with this id, so that an edge says where a case goes on. */
  hasNode(id: string): boolean;
}

/** The lines of a block. A block without any says whether what follows it is reached. */
export function blockPhrases(
  telling: Telling,
  { items, alive, stop }: OutlineBlock,
  scope?: string,
): readonly Phrase[] {
  if (items.length === 0) return [flow(alive || !stop ? "go on" : "stop")];
  const lines = items.flatMap((item) => itemPhrases(telling, item, scope));
  return stop && !isEnded(telling, items.at(-1)!) ? [...lines, flow("stop")] : lines;
}

/** After "fail" nothing can follow, so the text need not say that it stops. */
function isEnded({ phrasebook }: Telling, item: OutlineItem): boolean {
  if (item.kind !== "node" || item.on.size > 0) return false;
  return mainPort(item.node, phrasebook.wordingOf(item.node.type).manifest) === null;
}

const flow = (text: string, block?: readonly Phrase[]): Phrase => ({
  kind: "flow",
  pieces: [words(text)],
  ...(block !== undefined && { block }),
});

function itemPhrases(telling: Telling, item: OutlineItem, scope: string | undefined): readonly Phrase[] {
  switch (item.kind) {
    case "fork":
      return item.paths.map((path, index) =>
        flow(index === 0 ? "at the same time" : "meanwhile", blockPhrases(telling, path, scope)),
      );
    case "loose": {
      const { parentId } = item.node;
      const said = saidOf(telling, item.node, parentId === scope ? undefined : parentId);
      return [flow("apart", [nodeLine(telling, said, item.node.id, item.body)])];
    }
    case "node":
      return nodePhrases(telling, item, scope);
  }
}

/** A node with the names that the text has to say. */
function saidOf({ pathOf, nameOf }: Telling, node: GraphNode, parentId?: string): SaidNode {
  const id = nameOf(node);
  return saidNode(node, pathOf(node), { ...(id !== undefined && { id }), ...(parentId !== undefined && { parentId }) });
}

function nodeLine(telling: Telling, said: SaidNode, node: string, body: OutlineBlock | null): Phrase {
  return {
    kind: "step",
    path: said.path,
    node,
    pieces: nodePieces(telling.phrasebook, said),
    ...(body !== null && { block: blockPhrases(telling, body, node) }),
  };
}

function nodePhrases(telling: Telling, item: OutlineNode, scope: string | undefined): readonly Phrase[] {
  const { node, on, body, compensation } = item;
  const whole = saidOf(telling, node);
  const said = compensation === null ? whole : withoutCompensation(whole);
  const cases = casesOf(node);
  const lines =
    cases === null ? [nodeLine(telling, said, node.id, body)] : casePhrases(telling, said, cases, item, scope);
  const casePorts = new Set(cases?.map(({ port }) => port));
  const clause = (pieces: readonly Piece[], block: readonly Phrase[]): Phrase => ({
    kind: "clause",
    node: node.id,
    pieces,
    block,
  });
  return [
    ...lines,
    ...(compensation === null ? [] : [clause([words("to compensate")], [compensationLine(telling, compensation)])]),
    ...[...on]
      .filter(([port]) => !casePorts.has(port))
      .map(([port, path]) => clause(portPieces(node, port), blockPhrases(telling, path, scope))),
  ];
}

function portPieces({ type }: GraphNode, port: string): readonly Piece[] {
  const own = portWords(type).get(port);
  return [words(own ?? `on ${idText(port)}`)];
}

const compensationLine = (telling: Telling, node: GraphNode): Phrase =>
  nodeLine(telling, saidOf(telling, node), node.id, null);

/** The clause says by what it is compensated. */
function withoutCompensation({ settings, ...node }: SaidNode): SaidNode {
  const { compensate: _, ...others } = settings ?? {};
  return Object.keys(others).length === 0 ? node : { ...node, settings: others };
}

/** `if …`, `otherwise if …` and `otherwise`; or the line of the value and a `case` for each of its values. */
function casePhrases(
  telling: Telling,
  said: SaidNode,
  cases: readonly SayableCase[],
  { node, on, body }: OutlineNode,
  scope: string | undefined,
): readonly Phrase[] {
  const isDecision = caseKind(node.type) === "condition";
  const { path } = said;
  const { cases: _, ...data } = said.data;
  const lines = cases.map((one, index): Phrase => {
    const at = `${path}/data/cases/${index}`;
    const block = on.get(one.port);
    return {
      kind: isDecision && index === 0 ? "step" : "clause",
      ...(isDecision && index === 0 && { path }),
      node: node.id,
      pieces: [
        ...casePieces(one, at, isDecision, index),
        ...(one.label === undefined ? [] : [words("called"), slot(`${at}/label`, one.label, { type: "name" })]),
        ...(isDecision && index === 0 ? suffixPieces(said) : []),
      ],
      block: isUnknownNext(telling, one)
        ? [continueAt(one, at)]
        : block === undefined
          ? [flow("stop")]
          : blockPhrases(telling, block, scope),
    };
  });
  if (isDecision) return lines;
  return [nodeLine(telling, { ...said, data }, node.id, body), ...lines];
}

function casePieces({ given, isElse }: SayableCase, at: string, isDecision: boolean, index: number): readonly Piece[] {
  if (isElse) return [words("otherwise")];
  if (!isDecision) return [words("case"), slot(`${at}/value`, given!, { type: "json" })];
  return [words(index === 0 ? "if" : "otherwise if"), conditionSlot(given!, `${at}/condition`)];
}

/** The case names a node that the graph does not have: the path ends there, and the text keeps the name. */
function isUnknownNext(telling: Telling, { next }: SayableCase): boolean {
  return next !== undefined && !telling.hasNode(next);
}

function continueAt({ next }: SayableCase, at: string): Phrase {
  return { kind: "flow", pieces: [words("continue at"), slot(`${at}/next`, next!, { type: "name" })] };
}
