import { EXPRESSION_FUNCTIONS, type NameInScope, type NodeScope } from "@tempograph/graph";
import { childrenAt, type Child } from "./children.ts";

/** What can stand at the cursor. */
export interface Suggestion {
  readonly label: string;
  /** What is written instead of the text from `Suggestions.from` to the cursor. In brackets, it replaces the dot before it as well. */
  readonly apply: string;
  readonly kind: "name" | "function" | "method";
  readonly detail: string;
  readonly info: string | undefined;
}

export interface Suggestions {
  readonly from: number;
  readonly options: readonly Suggestion[];
}

export interface Completing {
  readonly names: readonly NameInScope[];
  readonly sample: NodeScope;
  /** The whole text is one expression, without braces. */
  readonly isExpression?: boolean;
}

const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** The path in front of the cursor: `payload.lead.na`, `steps["node-1"].bo`. */
const PATH = /(?:[\p{L}_][\p{L}\p{N}_]*|\)|\]|"|')(?:\.\??[\p{L}_][\p{L}\p{N}_]*|\[(?:\d+|"[^"\\]*")\])*\.?\??$/u;

/** Suggestions for the text before the cursor; null if nothing can be completed there. */
export function complete(before: string, { names, sample, isExpression = false }: Completing): Suggestions | null {
  const start = isExpression ? 0 : openTemplate(before);
  if (start === -1) return outside(before, names, sample);
  const expression = before.slice(start);
  const found = PATH.exec(expression)?.[0] ?? "";
  const segments = segmentsIn(found);
  // Only a value that may be missing has the methods that say what stands in its place.
  const optional = expression.includes(".?") ? ["payload"] : [];
  if (segments === null) {
    const word = /[\p{L}\p{N}_]*$/u.exec(found)?.[0] ?? "";
    const on = /^["']/.test(found) ? ["text"] : [...ANY, "timestamp"];
    return { from: before.length - word.length, options: methodsOn([...on, ...optional]) };
  }
  const word = segments.pop() ?? "";
  const from = before.length - word.length;
  const children = childrenAt(segments, names, sample);
  const options = children.map((child) => suggestionOf(child, segments.length > 0));
  if (segments.length === 0) return { from, options: [...options, ...FUNCTIONS] };
  const on = receiversAt(segments, children.length > 0, names, sample);
  return { from, options: [...options, ...methodsOn([...on, ...optional])] };
}

const ANY: readonly string[] = ["text", "list", "map"];

/** On what methods can be called at a path, in the words of their signatures: by the type of the value there as far as it is known. */
function receiversAt(
  path: readonly string[],
  hasFields: boolean,
  names: readonly NameInScope[],
  sample: NodeScope,
): readonly string[] {
  const last = path.at(-1);
  const value = childrenAt(path.slice(0, -1), names, sample).find(({ name }) => name === last);
  if (path.length === 1 && STATIC.has(path[0]!)) return path;
  if (value === undefined || value.type === "") return hasFields || path.length === 1 ? ["map"] : ANY;
  return value.type.split(" or ").map((type) => (type === "object" ? "map" : type));
}

/** Where the expression begins that is still open; -1 outside of templates. */
function openTemplate(before: string): number {
  const open = before.lastIndexOf("{{");
  if (open === -1 || before.indexOf("}}", open) !== -1) return -1;
  return open + 2;
}

/** In the text around templates: after one brace or on request, whole templates. */
function outside(before: string, names: readonly NameInScope[], sample: NodeScope): Suggestions | null {
  const brace = before.endsWith("{") ? 1 : 0;
  const options = childrenAt([], names, sample).map((child) => ({
    ...suggestionOf(child, false),
    apply: `{{ ${child.name} }}`,
  }));
  return { from: before.length - brace, options };
}

/** The segments of a path, the last one unfinished; null if the value before the dot is no path. */
function segmentsIn(path: string): string[] | null {
  if (path === "") return [""];
  if (!/^[\p{L}_]/u.test(path)) return null;
  const segments: string[] = [];
  for (const [, name, index, quoted] of path.matchAll(/(?:^|\.\??)([\p{L}\p{N}_]*)|\[(\d+)\]|\["([^"\\]*)"\]/gu))
    segments.push(name ?? index ?? quoted ?? "");
  return /[\])]$/.test(path) ? null : segments;
}

function suggestionOf({ name, type, sample, description, isCertain }: Child, isInside: boolean): Suggestion {
  const shown = [type, ...(isCertain ? [] : ["may be missing"])].filter((text) => text !== "").join(", ");
  return {
    label: name,
    apply: PLAIN.test(name) || !isInside ? name : `[${JSON.stringify(name)}]`,
    kind: "name",
    detail: sample === undefined ? shown : `${shown} ${sample}`.trim(),
    info: isCertain ? description : "Not every path through the workflow has it. Say a default: .?name.orValue(…)",
  };
}

const ALL = EXPRESSION_FUNCTIONS.map(({ name, kind, signature, description, example, result }) => ({
  receivers: kind === "method" ? receiversOf(signature) : [],
  suggestion: {
    label: name,
    apply: `${name}(`,
    kind,
    detail: signature,
    info: `${description}\n${example} → ${JSON.stringify(result)}`,
  } satisfies Suggestion,
}));
const FUNCTIONS: readonly Suggestion[] = ALL.filter(({ suggestion }) => suggestion.kind === "function").map(
  ({ suggestion }) => suggestion,
);
/** Names that have methods and are no values: `optional.none()`. */
const STATIC: ReadonlySet<string> = new Set(["optional", "cel"]);

/** What a method is called on, as its signature says: `list.slice(…) → list, text.slice(…) → text`. */
function receiversOf(signature: string): readonly string[] {
  return [...signature.matchAll(/(?:^|, | or )(\w+)[.?\w]*\.\w+\(/g)].map(([, receiver]) => receiver!);
}

function methodsOn(receivers: readonly string[]): readonly Suggestion[] {
  return ALL.filter((one) => one.receivers.some((receiver) => receivers.includes(receiver))).map(
    ({ suggestion }) => suggestion,
  );
}
