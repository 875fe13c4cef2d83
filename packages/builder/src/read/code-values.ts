import type { SyntaxNode } from "@lezer/common";
import { sourceOf } from "../expression/value.ts";
import { CodeError } from "./code-problem.ts";

/** Nested names: each function has those of the code around it. */
export class Names {
  readonly #own = new Map<string, unknown>();
  readonly #around: Names | undefined;

  constructor(around?: Names) {
    this.#around = around;
  }

  set(name: string, value: unknown): void {
    this.#own.set(name, value);
  }

  has(name: string): boolean {
    return this.#own.has(name) || this.#around?.has(name) === true;
  }

  get(name: string): unknown {
    return this.#own.has(name) ? this.#own.get(name) : this.#around?.get(name);
  }
}

/** A field of a path such as `payload.total`, or of the object that gives callbacks their paths. Nothing else has fields that code may read. */
export function fieldOf(value: unknown, name: string, at: SyntaxNode): unknown {
  if (sourceOf(value)?.kind === "ref") return (value as Readonly<Record<string, unknown>>)[name];
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (isPlain && Object.hasOwn(value, name)) return (value as Readonly<Record<string, unknown>>)[name];
  throw new CodeError(at, `There is no "${name}" here`, "Read a path such as payload.total or steps.charge.body");
}

/** The nodes inside another one, without comments. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== "LineComment" && child.name !== "BlockComment") children.push(child);
  return children;
}

/** Punctuation and keywords have their own text as their name; nodes with a meaning begin with a capital. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => /^[A-Z]/.test(name) || name === "null");
}
