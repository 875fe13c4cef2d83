declare const SHAPE: unique symbol;

/** A type without a schema: made by `shape`. */
export interface Shape<T> {
  readonly [SHAPE]: T;
}

/** A schema of zod, or of another library that keeps to Standard Schema: for its types only. */
export interface TypedSchema {
  readonly "~standard": { readonly types?: { readonly input: unknown; readonly output: unknown } | undefined };
}

/** Describes the type of a value from outside: a payload, a signal, an answer. */
export type Typed = Shape<unknown> | TypedSchema;

export type OutputOfTyped<S> =
  S extends Shape<infer T> ? T : S extends TypedSchema ? NonNullable<S["~standard"]["types"]>["output"] : unknown;

export type InputOfTyped<S> =
  S extends Shape<infer T> ? T : S extends TypedSchema ? NonNullable<S["~standard"]["types"]>["input"] : unknown;

/**
 * Declares a type without a schema. Nothing checks the value at run time.
 *
 *     flow("Onboard", { payload: shape<{ email: string }>() })
 */
export function shape<T>(): Shape<T> {
  return SHAPELESS as Shape<T>;
}

const SHAPELESS: unknown = Object.freeze({});
