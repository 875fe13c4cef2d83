/** Code before it is cut into lines. */
export type Doc = string | readonly Doc[] | Group | Chain;

/** A list in brackets: on one line where it fits, else an item a line. */
export interface Group {
  readonly open: string;
  readonly items: readonly Doc[];
  readonly close: string;
}

/** Method calls one after the other, each on a line of its own. */
export interface Chain {
  readonly head: Doc;
  readonly calls: readonly Doc[];
}

export const group = (open: string, items: readonly Doc[], close: string): Group => ({ open, items, close });
export const call = (name: string, args: readonly Doc[]): Doc => [name, group("(", args, ")")];

const WIDTH = 110;

/** The code as text; `indent` is how far the line that it begins on is set in. */
export function renderDoc(doc: Doc, indent = 0, used = indent): string {
  if (typeof doc === "string") return doc;
  const flat = flatDoc(doc, WIDTH - used);
  if (flat !== null) return flat;
  if (isList(doc)) return renderConcat(doc, indent, used);
  const inner = indent + 2;
  const newLine = `\n${" ".repeat(inner)}`;
  if ("head" in doc) {
    return renderDoc(doc.head, indent, used) + doc.calls.map((one) => newLine + renderDoc(one, inner)).join("");
  }
  const hugged = hug(doc, indent, used);
  if (hugged !== null) return hugged;
  const items = doc.items.map((item) => `${newLine}${renderDoc(item, inner)},`);
  return `${doc.open}${items.join("")}\n${" ".repeat(indent)}${doc.close}`;
}

/** `call("a", {` on one line, where only the last argument is long. */
function hug({ open, items, close }: Group, indent: number, used: number): string | null {
  const last = items.at(-1);
  if (open !== "(" || last === undefined || !isHuggable(last)) return null;
  const before = joined(items.slice(0, -1), ", ", WIDTH - used - 2);
  if (before === null) return null;
  const head = open + before + (items.length > 1 ? ", " : "");
  return head + renderDoc(last, indent, used + head.length) + close;
}

function isHuggable(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (!isList(doc)) return !("head" in doc) && doc.items.length > 0;
  const [first, last, ...others] = doc;
  return typeof first === "string" && first.endsWith("=> ") && typeof last === "object" && others.length === 0;
}

function renderConcat(parts: readonly Doc[], indent: number, used: number): string {
  let text = "";
  for (const part of parts) {
    const lineStart = text.lastIndexOf("\n");
    const column = lineStart < 0 ? used + text.length : text.length - lineStart - 1;
    text += renderDoc(part, indent, column);
  }
  return text;
}

/** The code on one line of at most `room` characters, else null. */
function flatDoc(doc: Doc, room: number): string | null {
  if (typeof doc === "string") return doc.length <= room ? doc : null;
  if (isList(doc)) return joined(doc, "", room);
  if ("head" in doc) return doc.calls.length > 1 ? null : joined([doc.head, ...doc.calls], "", room);
  const pad = doc.open.endsWith("{") && doc.items.length > 0 ? " " : "";
  const inside = joined(doc.items, ", ", room - doc.open.length - doc.close.length - 2 * pad.length);
  return inside === null ? null : `${doc.open}${pad}${inside}${pad}${doc.close}`;
}

function joined(parts: readonly Doc[], between: string, room: number): string | null {
  let text = "";
  for (const [index, part] of parts.entries()) {
    if (index > 0) text += between;
    const flat = flatDoc(part, room - text.length);
    if (flat === null) return null;
    text += flat;
  }
  return text.length <= room ? text : null;
}

function isList(doc: Exclude<Doc, string>): doc is readonly Doc[] {
  return Array.isArray(doc);
}
