import type { Json } from "./json.ts";
import { MAX_BYTES } from "./limits.ts";
import { findInexactNumbers, inexactNumberProblem } from "./inexact-numbers.ts";
import { GRAPH_TEXT_LIMITS, jsonTextProblem, type JsonTextLimits } from "./json-text-limits.ts";
import { checkJsonValue } from "./parse-json-value.ts";
import type { Problem } from "./problem.ts";

/**
 * Refuses JSON text that would be too much work (`jsonTextProblem`), parses it, then checks that its numbers keep their value
 * (`findInexactNumbers`) and that the value can be stored (`checkJsonValue`). `value` is undefined if there is any problem. A syntax error names line and column (both from 1) and
 * has a hint. Never throws.
 */
export function parseJsonText(text: string, limits: ParseLimits = {}): ParsedJson {
  const parts = parseJsonTextInParts(text, limits);
  for (;;) {
    const { done, value } = parts.next();
    if (done === true) return value;
  }
}

interface ParseLimits {
  readonly maxDepth?: number;
  readonly maxBytes?: number;
  readonly within?: JsonTextLimits;
}

interface ParsedJson {
  readonly value: Json | undefined;
  readonly problems: Problem[];
}

/** The same work in parts, so that a server can do something else between two of them. */
export function* parseJsonTextInParts(text: string, limits: ParseLimits = {}): Generator<undefined, ParsedJson> {
  const { maxBytes = MAX_BYTES, within = GRAPH_TEXT_LIMITS } = limits;
  // Whitespace counts less than content, but unlimited whitespace must not bypass the size limit.
  if (text.length > maxBytes * 4) return { value: undefined, problems: checkJsonValue(text, { maxBytes }) };
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const beyond = jsonTextProblem(source, within);
  if (beyond !== undefined) return { value: undefined, problems: [beyond] };
  let value: Json;
  try {
    value = JSON.parse(source) as Json;
  } catch (error) {
    return { value: undefined, problems: [syntaxProblem(source, error)] };
  }
  yield;
  const inexact = findInexactNumbers(source);
  yield;
  const problems = inexact.length > 0 ? inexact.map(inexactNumberProblem) : checkJsonValue(value, limits);
  return { value: problems.length === 0 ? value : undefined, problems };
}

function syntaxProblem(text: string, error: unknown): Problem {
  const offset = offsetOf(text, error instanceof Error ? error.message : "");
  const before = text.slice(0, offset).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return {
    code: "JSON_SYNTAX",
    severity: "error",
    path: "",
    message: `The JSON breaks at line ${line}, column ${column}: ${found(text, offset)}.`,
    hint: hintFor(text, offset),
  };
}

/** V8's message contains the position, except for an unexpected token instead of a value and for the end of the text. */
function offsetOf(text: string, message: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  return message.startsWith("Unexpected token") ? firstMisplaced(text) : text.length;
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:]|[ \t\r\n]+/suy;

/** The offset of the first token that is not JSON or is not allowed where a value is expected. */
function firstMisplaced(text: string): number {
  let previous = "[";
  for (let offset = 0; offset < text.length; offset = TOKEN.lastIndex) {
    TOKEN.lastIndex = offset;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return offset;
    if (/^\s/.test(token)) continue;
    const closesEmpty = previous === "[" && token === "]";
    if (/^[\]},:]/.test(token) && /^[[,:]/.test(previous) && !closesEmpty) return offset;
    previous = token;
  }
  return text.length;
}

function found(text: string, offset: number): string {
  if (text.trim() === "") return "it is empty";
  if (offset >= text.length) return "it ends too early";
  return `unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0))}`;
}

function hintFor(text: string, offset: number): string {
  if (text.trim() === "") return "Send a JSON value, such as {}.";
  if (offset >= text.length) return "Close what is still open: a quote, a bracket or a brace.";
  const character = text[offset];
  const previous = text.slice(0, offset).trimEnd().at(-1);
  if ((character === "}" || character === "]") && previous === ",")
    return "Remove the comma before the closing bracket.";
  if (character === "'" || character === "‘" || character === "“") return 'Use double quotes (") around keys and text.';
  if (character === "/" || character === "#") return "Remove the comment: JSON has none.";
  if (character === "\n" || character === "\r" || character === "\t")
    return "Write line breaks and tabs inside a text as \\n and \\t.";
  if (character === '"' && previous === '"')
    return 'Put a comma between the entries, or write a quote inside a text as \\".';
  if (/[A-Za-z]/.test(character ?? ""))
    return "Put keys and text in double quotes; only true, false, null and numbers stand without.";
  return "Correct the JSON at this place; a missing comma or quote just before it is the usual cause.";
}
