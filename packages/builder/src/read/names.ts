import { FlowChain } from "../flow/chain.ts";
import { CaseList } from "../flow/case-list.ts";
import * as builder from "../index.ts";

/** What code may import from the builder. */
export const IMPORTABLE: ReadonlyMap<string, (...args: readonly unknown[]) => unknown> = new Map(
  Object.entries(builder)
    .filter(([name]) => name !== "BuilderError" && name !== "printBuilder")
    .map(([name, value]) => [name, value as (...args: readonly unknown[]) => unknown]),
);

/** The tags of template strings. */
export const TAGS: ReadonlySet<unknown> = new Set([builder.t, builder.cel]);

/** Whether code may call methods of the value: a flow, a path of it, or the cases of a branch. */
export function isChain(value: unknown): value is object {
  return value instanceof FlowChain || value instanceof CaseList;
}

/** The names of the methods that a chain has. */
export function methodsOf(chain: object): readonly string[] {
  const names: string[] = [];
  for (
    let at = Object.getPrototypeOf(chain) as object;
    at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === "function" && name !== "constructor") names.push(name);
  }
  return names;
}
