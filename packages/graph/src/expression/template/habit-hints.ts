/** A notation of another language that people type by habit: the pattern that finds it, and the CEL to write instead. */
interface Habit {
  /** Looked for outside of text literals. */
  readonly pattern: RegExp;
  readonly why: string;
  /** What replaces each match; absent where the hint cannot name the corrected formula. */
  readonly write?: string;
}

const PATH = String.raw`(?:[A-Za-z_]\w*)(?:\.[A-Za-z_]\w*|\[[^\[\]]*\])*`;
const path = (before: string, after: string, flags = "g") => new RegExp(before + `(${PATH})` + after, flags);

/** The patterns are tried in this order. All that are found in one formula are corrected together. */
const SYNTAX: readonly Habit[] = [
  { pattern: /\{\{|\}\}/g, why: "Write the braces {{ }} around the whole expression, not inside it", write: "" },
  { pattern: /`.*/g, why: 'Write a text in double quotes, and join texts with +: "Dear " + payload.name' },
  { pattern: /\$node\[("_+")\]\.json/g, why: "A step's output is steps.<id>", write: "steps[$1]" },
  { pattern: /\$\(("_+")\)\.(?:item|first\(\))\.json/g, why: "A step's output is steps.<id>", write: "steps[$1]" },
  { pattern: /\$input\.(?:item|first\(\)|last\(\))\.json/g, why: "The event's data is payload", write: "payload" },
  { pattern: /\$json\b/g, why: "The event's data is payload, a step's output steps.<id>", write: "payload" },
  { pattern: /\$now\b/g, why: "The time is now()", write: "now()" },
  { pattern: /\$\.(?=[A-Za-z_])/g, why: "The event's data is payload, a step's output steps.<id>", write: "payload." },
  {
    pattern: /\$/g,
    why: "Names have no $: the event's data is payload, a step's output steps.<id>, a variable vars.<name>",
  },
  {
    pattern: /(\.(?:map|filter|all|exists|exists_one)\(\s*)\(?\s*([A-Za-z_]\w*)\s*\)?\s*=>\s*/g,
    why: "Give the element a name, then a comma",
    write: "$1$2, ",
  },
  { pattern: /\.some\(\s*\(?\s*([A-Za-z_]\w*)\s*\)?\s*=>\s*/g, why: "some is called exists", write: ".exists($1, " },
  { pattern: /\.every\(\s*\(?\s*([A-Za-z_]\w*)\s*\)?\s*=>\s*/g, why: "every is called all", write: ".all($1, " },
  {
    pattern: /\.find\(\s*\(?\s*([A-Za-z_]\w*)\s*\)?\s*=>\s*([^()]*(?:\([^()]*\)[^()]*)*)\)/g,
    why: "find is filter(…).first()",
    write: ".filter($1, $2).first()",
  },
  { pattern: /=>/g, why: "There are no arrow functions: list.map(x, x.name), list.filter(x, x.total > 1)" },
  { pattern: /([=!])==/g, why: "Equal is ==, not equal !=", write: "$1=" },
  { pattern: /<>/g, why: "Not equal is !=", write: "!=" },
  { pattern: /([^=!<>])=(?![=>])/g, why: "Equal is written ==", write: "$1==" },
  { pattern: /([^&])&(?!&)/g, why: "And is written &&", write: "$1&&" },
  { pattern: /([^|\s])\s*\|(?!\|)\s*([A-Za-z_]\w*)/g, why: "A filter is a function that is called", write: "$1.$2()" },
  { pattern: /\s+and\s+/gi, why: "And is written &&", write: " && " },
  { pattern: /\s+or\s+/gi, why: "Or is written ||", write: " || " },
  { pattern: /(^|[\s(])not\s+/gi, why: "Not is written !", write: "$1!" },
  {
    pattern: path("", String.raw`\s*\?\?\s*([\w."'\[\]]+)`),
    why: "A default is written coalesce(value, default)",
    write: "coalesce($1, $2)",
  },
  {
    pattern: /\?\.(?=[A-Za-z_])/g,
    why: "A value that may be missing is read with .? and needs a default: .orValue(…)",
    write: ".?",
  },
  { pattern: path(String.raw`\btypeof\s+`, ""), why: "The type is type(value)", write: "type($1)" },
  { pattern: /\bnew Date\(\)|\bDate\.now\(\)/g, why: "The time is now()", write: "now()" },
  {
    pattern: /^\s*if\s*\((.*)\)\s*(?:then\s+)?(.+?)\s+else\s+(.+)$/g,
    why: "A choice is written condition ? one : other",
    write: "$1 ? $2 : $3",
  },
  { pattern: /\b(?:undefined|None|nil|NULL)\b/g, why: "A missing value is written null", write: "null" },
  { pattern: /\bTrue\b|\bTRUE\b/g, why: "It is written true", write: "true" },
  { pattern: /\bFalse\b|\bFALSE\b/g, why: "It is written false", write: "false" },
  { pattern: /\*\*/g, why: "There is no power operator; multiply: a * a" },
  { pattern: /\.\.\.\s*/g, why: "Lists are joined with +, maps with .merge(…)" },
  { pattern: /\+\+|--/g, why: "An expression changes nothing: write + 1, and keep the result with a set node" },
  { pattern: /([{,]\s*)([A-Za-z_]\w*)(\s*:)(?!:)/g, why: "Write the keys of a map in quotes", write: '$1"$2"$3' },
];

/** Notations that compile (for example as a path) and fail only at run time. */
const VALUES: readonly Habit[] = [
  { pattern: /\[-1\]|\.at\(-1\)/g, why: "The last element is .last()", write: ".last()" },
  {
    pattern: /\[-(\d+)\]/g,
    why: "Positions are counted from 0; slice counts from the end",
    write: ".slice(-$1).first()",
  },
  {
    pattern: path("", String.raw`\.length\b(?!\()`),
    why: "The length of a list or text is size(…)",
    write: "size($1)",
  },
  { pattern: path("", String.raw`\.count\b(?!\()`), why: "The length of a list or text is size(…)", write: "size($1)" },
];

/** Patterns are tried on formulas of this length at most, so that none of them takes long. */
const LONGEST = 300;
const DASHED = /\.([A-Za-z_]\w*(?:-[A-Za-z_0-9]+)+)/g;

/** The hint for a formula that does not compile: the notation of another language and the corrected formula, or undefined. */
export function syntaxHint(source: string): string | undefined {
  return hint(source, SYNTAX) ?? dashHint(source) ?? hint(source, VALUES);
}

/** The hint for a formula that fails at run time. */
export function valueHint(source: string): string | undefined {
  return hint(source, VALUES);
}

/** The hint for a name with a dash: `steps.node-1.body` means `steps.node` minus `1.body`. Undefined if no name seems to have a dash. */
export function dashHint(source: string): string | undefined {
  if (source.length > LONGEST) return undefined;
  const { text, restore } = withoutTexts(source);
  const corrected = text.replace(DASHED, '["$1"]');
  return corrected === text
    ? undefined
    : `A dash means minus. Write a name that contains a dash in brackets: ${restore(corrected)}; for a subtraction, put spaces around the dash`;
}

/** For `payload.name || "none"`, where || is meant as "or else". */
export function orElseHint(source: string): string {
  const { text, restore } = withoutTexts(source);
  const isPlain = /\|\|/.test(text) && !/&&|[?()]/.test(text);
  const written = isPlain ? `coalesce(${restore(text.split(/\s*\|\|\s*/).join(", "))})` : "coalesce(value, default)";
  return `|| and && join conditions; a default is written ${written}`;
}

/** For an operator between values of two types, as the library names them: `dyn<string> + int`. */
export function operandHint(source: string, message: string): string | undefined {
  const [, left = "", operator = "", right = ""] = /overload: (\S+) (\S+) (\S+)/.exec(message) ?? [];
  const types = [left, right];
  const { text, restore } = withoutTexts(source);
  const blank = text.split(operator === "" ? "+" : operator).map((side) => side.trim());
  const isSingle = blank.length === 2 && blank.every((side) => /^[\w.[\]"]+$/.test(side));
  const sides = blank.map(restore);
  const wrapped = (name: string, wanted: RegExp) =>
    isSingle
      ? `: ${sides.map((side, index) => (wanted.test(types[index] ?? "") ? `${name}(${side})` : side)).join(` ${operator} `)}`
      : `: ${name}(…)`;
  if (types.some((type) => /null/.test(type))) return "A value that may be null needs a default: coalesce(value, 0)";
  if (!types.some((type) => /string/.test(type)) || !types.some((type) => /int|double/.test(type))) return undefined;
  return operator === "+"
    ? `To join, convert the number to a text${wrapped("string", /int|double/)}; to add, convert the text to a number${wrapped("parseNumber", /string/)}`
    : `Convert the text to a number${wrapped("parseNumber", /string/)}`;
}

function hint(source: string, habits: readonly Habit[]): string | undefined {
  if (source.length > LONGEST) return undefined;
  const { text, restore } = withoutTexts(source);
  let corrected = text;
  let why: string | undefined;
  let isWhole = true;
  for (const habit of habits) {
    habit.pattern.lastIndex = 0;
    if (!habit.pattern.test(corrected)) continue;
    habit.pattern.lastIndex = 0;
    why ??= habit.why;
    if (habit.write === undefined) {
      isWhole = false;
      break;
    }
    corrected = corrected.replace(habit.pattern, habit.write);
  }
  if (why === undefined) return undefined;
  return isWhole && corrected !== text ? `${why}: ${restore(corrected).trim()}` : why;
}

/** The formula with every text literal emptied to `"___"`, so that no pattern looks into one; `restore` puts them back in order. */
function withoutTexts(source: string): { readonly text: string; readonly restore: (text: string) => string } {
  const literals: string[] = [];
  const text = source.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (literal) => {
    literals.push(literal);
    return `"${"_".repeat(literals.length)}"`;
  });
  return {
    text,
    restore: (changed) => changed.replace(/"(_+)"/g, (_, marks: string) => literals[marks.length - 1] ?? ""),
  };
}
