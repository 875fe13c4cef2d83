import type { Json } from "@tempograph/graph";
import type { Field } from "../language/field.ts";
import { valueText } from "../language/value-text.ts";
import type { Piece, Slot, SlotType, Words } from "./sentences.ts";

export const words = (text: string): Words => ({ kind: "words", text });

const SHOWN_AS: { readonly [type in Field["type"]]?: SlotType } = { name: "text", variables: "json" };

/** A value that can be changed where it stands. */
export function slot(path: string, value: Json, field: Field): Slot {
  const { type, schema, options } = field;
  return {
    kind: "slot",
    path,
    type: SHOWN_AS[type] ?? (type as SlotType),
    value,
    text: valueText(value, field),
    ...(schema !== undefined && { schema }),
    ...(options !== undefined && { options }),
  };
}

/** The pieces as text: with a space between, but for brackets and colons. */
export function piecesText(pieces: readonly Piece[]): string {
  let text = "";
  for (const { text: next } of pieces) {
    const isClose = text === "" || text.endsWith("(") || next === ")";
    text += isClose ? next : ` ${next}`;
  }
  return text;
}
