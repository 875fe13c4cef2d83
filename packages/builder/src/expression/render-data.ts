import type { Json } from "@tempograph/graph";
import { BuilderError } from "../flow/builder-error.ts";
import { celPath, templatePath } from "./print-path.ts";
import { sourceOf, type Source } from "./value.ts";

/** A node's data as the graph has it: each expression in it as `{{ … }}`, fields that are undefined left out. */
export function renderData(value: unknown): Json {
  const source = sourceOf(value);
  if (source !== undefined) return templateOf(source);
  if (Array.isArray(value)) return value.map((item) => renderData(item));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, renderData(item)]));
  }
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const what = typeof value === "number" || value === undefined ? String(value) : `A ${typeof value}`;
  throw new BuilderError(`${what} is no JSON`, "Give texts, numbers, booleans, null, lists and objects");
}

/** An expression as one text. */
export function templateOf(source: Source): string {
  if (source.kind === "text") return source.text;
  if (source.kind === "ref" && source.frame === "flow" && source.otherwise === undefined) {
    return `{{ ${templatePath(source.path)} }}`;
  }
  return `{{ ${celOf(source)} }}`;
}

/** An expression inside a CEL expression. */
export function celOf(source: Source): string {
  if (source.kind === "cel") return source.text;
  if (source.kind === "ref" && source.frame === "flow") {
    if (source.otherwise === undefined) return celPath(source.path);
    return `${celPath(source.path, true)}.orValue(${celLiteral(source.otherwise.value)})`;
  }
  if (source.kind === "text") {
    throw new BuilderError(
      "A t`…` cannot stand inside cel`…`",
      'Join texts with + there: cel`"Hi " + ${payload.name}`',
    );
  }
  throw new BuilderError(
    "A condition cannot stand in a node's data",
    "Write it with cel`…`, or compute it with .transform(id, …) and read its output",
  );
}

/** A plain value, or an expression, as CEL. */
export function celLiteral(value: unknown): string {
  const source = sourceOf(value);
  if (source !== undefined) return celOf(source);
  if (Array.isArray(value)) return `[${value.map(celLiteral).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${celLiteral(item)}`).join(", ")}}`;
  }
  return JSON.stringify(renderData(value));
}
