import { pointer } from "../definition/json-pointer.ts";
import { jsonSize } from "../definition/json-size.ts";
import type { Json } from "../definition/json.ts";
import { MAX_BYTES } from "../definition/limits.ts";
import type { Budget } from "./budget.ts";
import { spend } from "./budget.ts";
import { ExpressionError } from "./expression-error.ts";
import type { ExpressionOptions } from "./expression-options.ts";
import type { ExpressionScope } from "./expression-scope.ts";
import { RESERVED_ROOTS } from "./expression-scope.ts";
import type { Reference } from "./reference.ts";
import { compileCel } from "./template/compile-cel.ts";
import { compilePath } from "./template/compile-path.ts";
import { unknownRoot } from "./template/missing-path.ts";
import { parsePath } from "./template/parse-path.ts";
import { parseText } from "./template/parse-text.ts";
import { checkInsertedValues, checkUrlHost, encodeForUrl, urlPlacing, type UrlPlacing } from "./template/url-text.ts";

/** A node's data with compiled templates. It has no state, so any number of executions may share it. */
export interface CompiledTemplate {
  /** The data contains no template, so `render` always returns the same frozen value. */
  readonly isStatic: boolean;
  /** Every path that the templates are known to read; `steps` without a path means any step. */
  readonly references: readonly Reference[];
  /** Throws `ExpressionError`. A value that a template reads is passed on unchanged: it is neither copied nor rendered again. */
  render(scope: ExpressionScope, budget: Budget): Json;
}

const MAX_DATA_DEPTH = 128;
const ROOTS: ReadonlySet<string> = new Set(RESERVED_ROOTS);

/**
 * Compiles `{{ … }}` in every string of `value` (not in keys). A string that is exactly one template keeps the value's type.
 * In a longer string, strings, numbers and booleans are inserted as text, lists and objects as JSON, and null is an error,
 * because the text "null" is hardly ever intended. In a text that is a URL (`options.urls`), each value is encoded for its
 * place. The characters `{{` themselves are written `{{ "{{" }}`.
 *
 * A plain path (`payload.lead.title`, `steps["node-1"].items[0]`) is read by our own code; everything else is CEL.
 * A missing path is an error; a default is written `{{ payload.?name.orValue("x") }}`.
 *
 *     compileTemplate({ to: "{{ payload.email }}", subject: "Hi {{ payload.name }}" }).render(scope, createBudget())
 *
 * Throws `ExpressionError` for what cannot be compiled.
 */
export function compileTemplate(value: Json, options: ExpressionOptions = {}): CompiledTemplate {
  const references: Reference[] = [];
  const part = compileValue({ references, options }, value, options.at ?? "", 0);
  if ("fixed" in part) return { isStatic: true, references, render: () => part.fixed };
  return { isStatic: false, references, render: part.render };
}

interface Compiler {
  readonly references: Reference[];
  readonly options: ExpressionOptions;
}

type Render = (scope: ExpressionScope, budget: Budget) => Json;
type Part = { readonly fixed: Json } | { readonly render: Render };

function compileValue(compiler: Compiler, value: Json, at: string, depth: number): Part {
  if (typeof value === "string") return value.includes("{{") ? compileText(compiler, value, at) : { fixed: value };
  if (typeof value !== "object" || value === null) return { fixed: value };
  if (depth > MAX_DATA_DEPTH) {
    throw new ExpressionError({
      code: "EXPRESSION_TOO_DEEP",
      message: `The data is nested more than ${MAX_DATA_DEPTH} levels deep`,
      expression: at,
      hint: "Flatten it",
    });
  }
  if (Array.isArray(value)) {
    const items = value.map((item: Json, index) => compileValue(compiler, item, at + pointer(index), depth + 1));
    if (items.every(isFixed)) return { fixed: Object.freeze(items.map((item) => item.fixed)) };
    return {
      render: (scope, budget) => items.map((item) => ("fixed" in item ? item.fixed : item.render(scope, budget))),
    };
  }
  return compileObject(compiler, value as Readonly<Record<string, Json>>, at, depth);
}

function compileObject(compiler: Compiler, value: Readonly<Record<string, Json>>, at: string, depth: number): Part {
  const entries = Object.keys(value).map(
    (key) => [key, compileValue(compiler, value[key] as Json, at + pointer(key), depth + 1)] as const,
  );
  if (entries.every(([, part]) => isFixed(part))) {
    return {
      fixed: Object.freeze(Object.fromEntries(entries.map(([key, part]) => [key, (part as { fixed: Json }).fixed]))),
    };
  }
  const unsafe = Object.hasOwn(value, "__proto__");
  return {
    render: (scope, budget) => {
      const rendered: Record<string, Json> = {};
      for (const [key, part] of entries) {
        const json = "fixed" in part ? part.fixed : part.render(scope, budget);
        // Assigning to `__proto__` would set the prototype; as a key it is data like any other.
        if (unsafe && key === "__proto__")
          Object.defineProperty(rendered, key, { value: json, enumerable: true, configurable: true, writable: true });
        else rendered[key] = json;
      }
      return rendered;
    },
  };
}

function isFixed(part: Part): part is { readonly fixed: Json } {
  return "fixed" in part;
}

interface TemplatePart {
  readonly source: string;
  readonly placing: UrlPlacing;
  readonly render: Render;
}

function compileText(compiler: Compiler, text: string, at: string): Part {
  const isUrl = compiler.options.urls?.has(at) === true;
  const parsed = parseText(text).map((part) => (isUrl && typeof part === "string" ? withoutBreaks(part) : part));
  const parts = parsed.map((part) => (typeof part === "string" ? part : compileSource(compiler, part.source, at)));
  if (isUrl) {
    const placings = parts.map((part) => (typeof part === "string" ? null : part.placing));
    checkUrlHost(text, parsed, placings);
  }
  const [first] = parts;
  if (parts.length === 1 && typeof first === "object") return { render: first.render };
  return {
    render: (scope, budget) => {
      let result = "";
      const inserted: number[] = [];
      for (const part of parts) {
        let addition = typeof part === "string" ? part : toText(part.render(scope, budget), part.source, budget);
        if (isUrl && typeof part === "object") {
          if (part.placing === "encode") addition = encodeForUrl(addition, part.source);
          if (part.placing === "raw") addition = withoutBreaks(addition);
          else inserted.push(result.length);
        }
        spend(budget, 0, addition.length, text);
        result += addition;
        if (result.length > MAX_BYTES) throw tooLarge(text);
      }
      checkInsertedValues(result, inserted, text);
      return result;
    },
  };
}

/** Tabs and line breaks inside a URL have no meaning: its readers remove them. */
function withoutBreaks(text: string): string {
  return text.replace(/[\t\n\r]/g, "");
}

function compileSource({ references, options }: Compiler, source: string, at: string): TemplatePart {
  const path = parsePath(source, options);
  if (path === undefined) {
    const cel = compileCel(source, at, options);
    references.push(...cel.references);
    return { source, placing: urlPlacing(cel.call), render: cel.evaluate };
  }
  if (!ROOTS.has(path[0])) throw unknownRoot(source, path[0]);
  references.push({ root: path[0], path: path.slice(1).map(String), optional: false, at });
  const read = compilePath(source, path);
  const render: Render = (scope, budget) => {
    spend(budget, 1, 0, source);
    return read(scope);
  };
  return { source, placing: "encode", render };
}

/** A value inside a longer text. */
function toText(value: Json, source: string, budget: Budget): string {
  if (typeof value === "string") return value;
  if (value === null) {
    throw new ExpressionError({
      code: "EXPRESSION_TYPE",
      message: `${source} is null, which cannot be inserted into a longer text`,
      expression: source,
      hint: `Say what to write instead: {{ ${source} == null ? "" : ${source} }}`,
    });
  }
  if (typeof value !== "object") return String(value);
  // Measure the text before building it, so that a text over the limit is never built.
  spend(budget, 0, jsonSize(value, Math.min(MAX_BYTES, Math.max(0, budget.bytes))), source);
  return JSON.stringify(value);
}

function tooLarge(text: string): ExpressionError {
  return new ExpressionError({
    code: "EXPRESSION_RESULT_TOO_LARGE",
    message: `The text is longer than ${MAX_BYTES} characters`,
    expression: text,
    hint: "Put in less",
  });
}
