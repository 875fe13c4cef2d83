import { jsonLanguage } from "@codemirror/lang-json";
import type { SyntaxNode } from "@lezer/common";
import { segmentsOf } from "@tempograph/graph";

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** Where the values of JSON Pointers stand in a text of JSON. What is missing has the place of the nearest value around it. */
export function placesOf(text: string, pointers: readonly string[]): readonly Place[] {
  const top = jsonLanguage.parser.parse(text).topNode.firstChild;
  return pointers.map((path) => {
    let at = top;
    for (const segment of segmentsOf(path)) {
      const inside = at === null ? null : inner(at, segment, text);
      if (inside === null) break;
      at = inside;
    }
    return at === null ? { from: 0, to: 0 } : short(at);
  });
}

function inner(node: SyntaxNode, segment: string, text: string): SyntaxNode | null {
  if (node.name === "Array") {
    let index = -1;
    for (let child = node.firstChild; child !== null; child = child.nextSibling)
      if (/^[A-Z]/.test(child.name) && ++index === Number(segment)) return child;
    return null;
  }
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    const [name, value] = [child.firstChild, child.lastChild];
    if (child.name !== "Property" || name === null || value === null) continue;
    if (text.slice(name.from, name.to) === JSON.stringify(segment)) return value === name ? null : value;
  }
  return null;
}

/** A problem of a large object is marked at its beginning, and not over hundreds of lines. */
function short({ name, from, to }: SyntaxNode): Place {
  return name === "Object" || name === "Array" ? { from, to: from + 1 } : { from, to };
}
