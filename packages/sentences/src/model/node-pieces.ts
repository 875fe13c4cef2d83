import { canonicalJson, isObject, pointer, type GraphNode, type Json, type JsonObject } from "@tempograph/graph";
import type { Phrasebook } from "../language/phrasebook.ts";
import { NODE_SETTINGS } from "../language/settings.ts";
import { tokensOf } from "../language/tokens-of.ts";
import { idText } from "../language/value-text.ts";
import { readStep, type ReadNode } from "../read/read-step.ts";
import { Reading } from "../read/reading.ts";
import { patternPieces, withPieces, type Filling } from "./pattern-pieces.ts";
import { piecesText, slot, words } from "./pieces.ts";
import type { Piece } from "./sentences.ts";

/** A node in a sentence: what its data, settings and names are, and where it stands in the source. */
export interface SaidNode {
  readonly type: string;
  readonly data: JsonObject;
  readonly label?: string;
  readonly settings?: JsonObject;
  /** The id, if it has to be said. */
  readonly id?: string;
  /** The container, for a node that stands apart from it. */
  readonly parentId?: string;
  readonly path: string;
}

export function saidNode(
  { type, data, label, settings }: GraphNode,
  path: string,
  names: Pick<SaidNode, "id" | "parentId">,
): SaidNode {
  return {
    type,
    data,
    path,
    ...(label !== undefined && { label }),
    ...(settings !== undefined && { settings: settings as JsonObject }),
    ...names,
  };
}

/**
 * The sentence of a node: by a pattern of its type, else by the type's name with all of its data. A pattern is taken only if its text is
 * read as the very same node, so that no other type with similar words takes it.
 */
export function nodePieces(phrasebook: Phrasebook, node: SaidNode): readonly Piece[] {
  const wording = phrasebook.wordingOf(node.type);
  const filling: Filling = {
    data: node.data,
    path: `${node.path}/data`,
    field: (name) => wording.field(name),
  };
  const suffixes = suffixPieces(node);
  for (const pattern of wording.patterns) {
    const filled = patternPieces(pattern, filling);
    if (filled === null) continue;
    const pieces = [...filled.pieces, ...withPieces(filling, filled.said), ...suffixes];
    if (isReadAs(phrasebook, pieces, node)) return pieces;
  }
  return [words("do"), words(idText(node.type)), ...withPieces(filling, new Set()), ...suffixes];
}

function isReadAs(phrasebook: Phrasebook, pieces: readonly Piece[], { path: _, ...node }: SaidNode): boolean {
  const reading = new Reading(tokensOf(piecesText(pieces)));
  const read = readStep(phrasebook, reading, 0);
  return read !== null && reading.at(read.at).kind === "end" && isSame(read.value, node);
}

function isSame(read: ReadNode, node: Omit<SaidNode, "path">): boolean {
  return canonicalJson(read as unknown as Json) === canonicalJson(withoutEmpty(node) as unknown as Json);
}

/** Settings without any are not said. */
function withoutEmpty({ settings, ...node }: Omit<SaidNode, "path">): Omit<SaidNode, "path"> {
  return settings === undefined || Object.keys(settings).length === 0 ? node : { ...node, settings };
}

/** What any node can have: a title, settings, a name. */
export function suffixPieces({
  label,
  settings = {},
  id,
  parentId,
  path,
}: Omit<SaidNode, "type" | "data">): readonly Piece[] {
  return [
    ...(label === undefined ? [] : [words("titled"), slot(`${path}/label`, label, { type: "text" })]),
    ...settingPieces(settings, `${path}/settings`),
    ...(parentId === undefined ? [] : [words("inside"), words(idText(parentId))]),
    ...(id === undefined ? [] : [words("as"), { kind: "name", text: idText(id) } as const]),
  ];
}

function settingPieces(settings: JsonObject, path: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = settings;
  for (const { path: keys, pattern, field } of NODE_SETTINGS) {
    const value = valueIn(rest, keys);
    if (value === undefined || !fits(value, field.type, field.options)) continue;
    const at = `${path}${pointer(...keys)}`;
    for (const part of pattern) {
      if (part.kind === "words") pieces.push(words(part.words.join(" ")));
      else pieces.push(slot(at, value, field));
    }
    rest = without(rest, keys);
  }
  if (Object.keys(rest).length > 0) pieces.push(words("settings"), slot(path, rest, { type: "json" }));
  return pieces;
}

function fits(value: Json, type: string, options: readonly Json[] | undefined): boolean {
  if (options !== undefined) return options.includes(value);
  return type === "number"
    ? typeof value === "number"
    : typeof value === "string" || (type === "duration" && typeof value === "number");
}

function valueIn(settings: JsonObject, [key, ...rest]: readonly string[]): Json | undefined {
  if (!Object.hasOwn(settings, key!)) return undefined;
  const value = settings[key!];
  return rest.length === 0 ? value : isObject(value) ? valueIn(value, rest) : undefined;
}

function without(settings: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  const { [key!]: value, ...others } = settings;
  if (rest.length === 0 || !isObject(value)) return others;
  const inside = without(value, rest);
  return Object.keys(inside).length === 0 ? others : { ...others, [key!]: inside };
}
