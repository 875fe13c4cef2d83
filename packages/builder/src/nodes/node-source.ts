import type { NodeTypes } from "./node-types.ts";
import type { InputOfTyped, OutputOfTyped, Shape, TypedSchema } from "./schema.ts";

/**
 * The node type of a step: a value of `defineNode`, the name of a type in `NodeTypes`, or the result of `nodeType`. Only the
 * types and ports of a definition are used; its code runs in the worker.
 */
export type NodeSource = keyof NodeTypes | NodeDefinition | NamedNode;

export interface NodeDefinition {
  readonly type: string;
  readonly input: TypedSchema;
  readonly output?: TypedSchema | undefined;
  readonly ports: readonly string[];
}

/** A node type known by its name. */
export interface NamedNode<Input = unknown, Output = unknown, Ports extends readonly string[] = readonly string[]> {
  readonly type: string;
  readonly ports: Ports;
  readonly shape: { readonly input: Shape<Input>; readonly output: Shape<Output> } | null;
}

export type InputOf<N> = N extends keyof NodeTypes
  ? NodeTypes[N]["input"]
  : N extends NamedNode<infer Input>
    ? Input
    : N extends NodeDefinition
      ? InputOfTyped<N["input"]>
      : unknown;

export type OutputOf<N> = N extends keyof NodeTypes
  ? NodeTypes[N]["output"]
  : N extends NamedNode<unknown, infer Output>
    ? Output
    : N extends { readonly output?: infer Output }
      ? [Extract<Output, TypedSchema>] extends [never]
        ? unknown
        : OutputOfTyped<Extract<Output, TypedSchema>>
      : unknown;

/** The ports that a step can end on, beside `error`. */
export type PortOf<N> = N extends { readonly ports: readonly (infer Port extends string)[] } ? Port : "out";

/**
 * A node type by its name, where its definition is not at hand. Without types its input is any JSON, and its output fits
 * everywhere.
 *
 *     const slugify = nodeType<{ text: string }, { slug: string }>("slugify");
 *     flow("Post").step("slug", slugify, ({ payload }) => ({ text: payload.title }))
 */
export function nodeType<Input = unknown, Output = unknown, const Ports extends readonly string[] = readonly ["out"]>(
  type: string,
  ports?: Ports,
): NamedNode<Input, Output, Ports> {
  return { type, ports: ports ?? (["out"] as const as unknown as Ports), shape: null };
}

export function typeNameOf(node: NodeSource): string {
  return typeof node === "string" ? node : node.type;
}

export function portsOfSource(node: NodeSource): readonly string[] {
  return typeof node === "string" ? ["out"] : node.ports;
}
