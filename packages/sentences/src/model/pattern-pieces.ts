import { pointer, type Json, type JsonObject, type PatternPart } from "@tempograph/graph";
import { narrowed, plainField, type Field } from "../language/field.ts";
import type { Pattern } from "../language/phrasebook.ts";
import { isVariables } from "../language/value-text.ts";
import { conditionSlot } from "./condition-pieces.ts";
import { slot, words } from "./pieces.ts";
import type { Piece } from "./sentences.ts";

/** An object that a pattern is filled from, and where it stands. */
export interface Filling {
  readonly data: JsonObject;
  readonly path: string;
  field(name: string): Field;
}

/** A pattern with the values in it, and which fields it has said; null if a field is missing. */
export function patternPieces(
  pattern: Pattern,
  filling: Filling,
): { readonly pieces: readonly Piece[]; readonly said: ReadonlySet<string> } | null {
  const pieces: Piece[] = [];
  const said = new Set<string>();
  for (const part of pattern) {
    if (part.kind === "optional") {
      const inside = patternPieces(part.parts, filling);
      if (inside === null) continue;
      pieces.push(...inside.pieces);
      for (const name of inside.said) said.add(name);
    } else if (part.kind === "words") pieces.push(words(part.words.join(" ")));
    else {
      const own = fieldPieces(part, filling);
      if (own === null) return null;
      pieces.push(...own);
      said.add(part.field);
    }
  }
  return { pieces, said };
}

function fieldPieces(part: PatternPart & { kind: "field" }, { data, path, field }: Filling): readonly Piece[] | null {
  const name = part.field;
  if (!Object.hasOwn(data, name)) return null;
  const value = data[name]!;
  if (part.only === "number" && typeof value !== "number") return null;
  return valuePieces(value, `${path}${pointer(name)}`, narrowed(field(name), part.only));
}

function valuePieces(value: Json, path: string, field: Field): readonly Piece[] {
  if (field.type === "condition") return [conditionSlot(value, path)];
  if (field.type === "variables" && isVariables(value)) return pairPieces(value, path, "to", () => ({ type: "json" }));
  return [slot(path, value, field)];
}

/** The fields that no pattern has said: `with headers {…} and timeoutMs 500`. */
export function withPieces(filling: Filling, said: ReadonlySet<string>): readonly Piece[] {
  const rest = Object.fromEntries(Object.entries(filling.data).filter(([name]) => !said.has(name)));
  if (Object.keys(rest).length === 0) return [];
  return [words("with"), ...pairPieces(rest, filling.path, null, (name) => plainField(filling.field(name)))];
}

function pairPieces(
  values: JsonObject,
  path: string,
  between: string | null,
  fieldOf: (name: string) => Field,
): readonly Piece[] {
  return Object.entries(values).flatMap(([name, value], index) => [
    ...(index === 0 ? [] : [words("and")]),
    words(/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)),
    ...(between === null ? [] : [words(between)]),
    slot(`${path}${pointer(name)}`, value, fieldOf(name)),
  ]);
}
