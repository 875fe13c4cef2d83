/** The hidden fields of an expression. They are symbols, so that they cannot collide with fields of a payload. */
export const SOURCE: unique symbol = Symbol.for("tempograph.builder.source");

declare const DATA: unique symbol;
declare const LOGIC: unique symbol;

/** A value of type `T` that may stand in a node's data: a reference, a text with references in it, a CEL expression. */
export interface DataValue<out T> {
  readonly [DATA]: T;
}

/** A value of type `T` that may stand in a condition: a reference, or what a helper such as `gt` gives. */
export interface LogicValue<out T> {
  readonly [LOGIC]: T;
}

/** The default and the frame of a path, which its fields inherit. */
export type Condition = LogicValue<boolean | null | undefined>;

/**
 * The names with which a path can begin: those of the flow (`steps`, `payload` …), of an event that is waited for, or of one
 * element of a list.
 */
export type Frame = "flow" | "event" | "element";

/** A path such as `steps.call.body.id`, with what to take where nothing stands there. */
export interface RefSource {
  readonly kind: "ref";
  readonly frame: Frame;
  /** In the frame `flow` the first segment is one of `steps`, `payload`, `vars` …. */
  readonly path: readonly string[];
  readonly otherwise?: { readonly value: unknown };
}

/** A CEL expression, or a text that holds templates. */
export interface TextSource {
  readonly kind: "cel" | "text";
  readonly text: string;
}

/** One operator of JSONLogic, or a rule that is taken as it is. */
export interface LogicSource {
  readonly kind: "logic";
  readonly operator: string | null;
  readonly args: readonly unknown[];
  /** Index of the argument that is evaluated on each element. */
  readonly elements?: number;
}

export type Source = RefSource | TextSource | LogicSource;

/** The inside of an expression; undefined for a plain value. */
export function sourceOf(value: unknown): Source | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  return (value as { readonly [SOURCE]?: Source })[SOURCE];
}

export function valueOf(source: Source): { readonly [SOURCE]: Source } {
  return Object.freeze({ [SOURCE]: source });
}
