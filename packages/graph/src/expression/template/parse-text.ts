import { ExpressionError } from "../expression-error.ts";

/** A text cut at its templates: `"Hi {{ payload.name }}!"` is `["Hi ", { source: "payload.name" }, "!"]`. */
export type TextPart = string | { readonly source: string };

/** Characters of one template. */
export const MAX_TEMPLATE_LENGTH = 4_096;

const LITERAL_HINT = 'To write the characters themselves use {{ "{{" }}';

/**
 * Finds `{{ … }}`. Braces of CEL maps nest, and braces in CEL's text literals do not count, so
 * `{{ {"a": {"b": "}}"}} }}` is one template. Throws `TEMPLATE_SYNTAX`, also for an empty or an unfinished one.
 */
export function parseText(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let position = 0;
  for (const { open, source, close } of templatesIn(text)) {
    if (open > position) parts.push(text.slice(position, open));
    parts.push({ source });
    position = close;
  }
  if (position < text.length) parts.push(text.slice(position));
  return parts;
}

/** A template of a text: where its braces begin and end, and where its trimmed source begins. */
export interface PlacedTemplate {
  readonly open: number;
  readonly start: number;
  readonly source: string;
  readonly close: number;
}

/** The templates of a text with their places, in order. Throws like `parseText`. */
export function* templatesIn(text: string): Generator<PlacedTemplate> {
  let position = 0;
  for (;;) {
    const open = text.indexOf("{{", position);
    if (open < 0) return;
    const close = findClose(text, open + 2);
    if (close < 0)
      throw syntax(
        text.slice(open),
        "The template has no end: `}}` is missing",
        `Write }} after the expression. ${LITERAL_HINT}`,
      );
    const inner = text.slice(open + 2, close);
    const source = inner.trim();
    if (source === "")
      throw syntax("{{ }}", "The template is empty", `Write an expression between the braces. ${LITERAL_HINT}`);
    if (source.length > MAX_TEMPLATE_LENGTH) {
      throw new ExpressionError({
        code: "EXPRESSION_TOO_LARGE",
        message: `The template has more than ${MAX_TEMPLATE_LENGTH} characters`,
        expression: source,
        hint: "Split it, or compute the value in a `transform` node",
      });
    }
    yield { open, start: open + 2 + inner.length - inner.trimStart().length, source, close: close + 2 };
    position = close + 2;
  }
}

/** Where the `}}` stands that ends the template, -1 if there is none. */
function findClose(text: string, from: number): number {
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    const char = text[index];
    if (char === '"' || char === "'") {
      index = findQuoteEnd(text, index, char);
      if (index < 0) return -1;
    } else if (char === "{") depth++;
    else if (char === "}") {
      if (depth > 0) depth--;
      else if (text[index + 1] === "}") return index;
    }
  }
  return -1;
}

/** Index of the last character of the text literal that begins at `start`, as CEL's lexer reads it. */
function findQuoteEnd(text: string, start: number, quote: string): number {
  const triple = quote.repeat(3);
  const end = text.startsWith(triple, start) ? triple : quote;
  for (let index = start + end.length; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text.startsWith(end, index)) return index + end.length - 1;
  }
  return -1;
}

function syntax(expression: string, message: string, hint: string): ExpressionError {
  return new ExpressionError({ code: "TEMPLATE_SYNTAX", message, expression, hint });
}
