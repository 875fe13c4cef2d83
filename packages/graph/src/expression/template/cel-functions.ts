import { TEMPLATE_FUNCTION_TABLE } from "./functions/expression-functions.ts";
import type { TemplateFunction } from "./functions/template-function.ts";

/** Methods whose first argument names a variable for the others. */
export const BINDING_METHODS: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map", "bind"]);

const byKind = (kind: "function" | "method"): ReadonlyMap<string, TemplateFunction> =>
  new Map(TEMPLATE_FUNCTION_TABLE.filter((entry) => entry.kind === kind).map((entry) => [entry.name, entry]));

const functions = byKind("function");
const methods = byKind("method");

/** The names of all functions and methods, for editors. */
export const TEMPLATE_FUNCTIONS: readonly string[] = [
  ...functions.keys(),
  ...[...methods.keys()].map((name) => `.${name}`),
];

/** The function or method of that name, undefined where templates have none. */
export function templateFunction(op: "call" | "rcall", name: string): TemplateFunction | undefined {
  return (op === "call" ? functions : methods).get(name);
}

/** Names of functions in other languages, with what to write instead. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  toUpperCase: "upper()",
  toUpper: "upper()",
  toLowerCase: "lower()",
  toLower: "lower()",
  includes: "contains(…)",
  length: "size()",
  len: "size()",
  count: "size()",
  toString: "string(…)",
  str: "string(…)",
  parseInt: "int(…)",
  parseFloat: "parseNumber(…)",
  Number: "parseNumber(…)",
  replaceAll: "replace(search, replacement)",
  stringify: "toJson(…)",
  parse: "parseJson(…)",
  toFixed: "formatNumber(number, digits)",
  some: "exists(name, condition)",
  every: "all(name, condition)",
  concat: "a + b",
  format: "formatDate(moment, pattern, zone)",
  unique: "distinct()",
  uniq: "distinct()",
  btoa: "base64Encode(…)",
  atob: "base64Decode(…)",
  encodeURIComponent: "urlEncode(…)",
  decodeURIComponent: "urlDecode(…)",
  average: "avg(…)",
  mean: "avg(…)",
  push: "list + [value]",
  append: "list + [value]",
  at: "list[0], or .last() for the last one",
  find: "filter(name, condition).first()",
  forEach: "map(name, formula)",
  substr: "substring(start, end)",
  isEmpty: "size(…) == 0",
  ifEmpty: "coalesce(value, default)",
  default: "coalesce(value, default)",
  toNumber: "parseNumber(…)",
  toInt: "int(…)",
  toISOString: "string(…)",
  isNaN: "type(value) == double",
  fromJson: "parseJson(…)",
  pow: "a * a",
};

function ofOtherCase(name: string): TemplateFunction | undefined {
  return TEMPLATE_FUNCTION_TABLE.find((entry) => entry.name.toLowerCase() === name.replaceAll("_", "").toLowerCase());
}

/** What to write for a call that templates do not have, as a sentence. */
export function callHint(op: "call" | "rcall", name: string): string {
  const own = templateFunction(op, name) ?? ofOtherCase(name);
  if (own !== undefined) return `It is called so: ${own.signature}`;
  const turned = templateFunction(op === "call" ? "rcall" : "call", name);
  if (turned !== undefined) return `It is called so: ${turned.signature}`;
  const other = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : undefined;
  if (other !== undefined) return `Write ${other}`;
  return "Use one of the functions that the page on functions lists, with as many arguments as it takes";
}
