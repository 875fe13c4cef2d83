import type { DataValue, LogicValue } from "./value.ts";

/**
 * A typed path. Its fields are paths as well:
 *
 *     steps.call.body.id        // in data: "{{ steps.call.body.id }}", in a condition: { "var": "steps.call.body.id" }
 *
 * A field that may be missing (`name?: string`, or a step that is not on every path) has `undefined` in its type and cannot
 * be used until `orElse` gives it a default, because a missing path would fail the step.
 */
export type Ref<T> = unknown extends T
  ? DynamicRef
  : IsJson<T> extends true
    ? DynamicRef
    : DataValue<T> & LogicValue<T> & Fields<NonNullable<T>, Extract<T, undefined>>;

/**
 * A path into data without a type: it fits everywhere, and every field may be there. Under `noUncheckedIndexedAccess` its
 * fields need a `!`.
 */
export interface DynamicRef extends DataValue<never>, LogicValue<never> {
  readonly [key: string]: DynamicRef;
}

/** Whether `T` accepts every JSON value, which means that its type is not known. */
type IsJson<T> = [null | boolean | number | string | readonly never[] | { readonly [key: string]: never }] extends [T]
  ? true
  : false;

type Fields<T, Missing> = T extends readonly (infer Item)[]
  ? { readonly [index: number]: Ref<Item | undefined | Missing> }
  : T extends object
    ? { readonly [Key in keyof T]-?: Ref<T[Key] | Missing> }
    : unknown;

/** The value type of a reference or of a plain value. */
export type Resolved<V> =
  V extends DataValue<infer T>
    ? [T] extends [never]
      ? unknown
      : T
    : V extends string | number | boolean | null | undefined
      ? V
      : V extends object
        ? { readonly [Key in keyof V]: Resolved<V[Key]> }
        : unknown;

/** A text of the graph's own: `"{{ payload.total * 2 }}"` keeps the type of its value. */
export type TemplateText = `{{${string}}}`;

/** A value of type `T` in which each part may be written as an expression. */
export type Templated<T> = unknown extends T
  ? JsonInput
  : IsJson<T> extends true
    ? JsonInput
    : DataValue<T> | TemplateText | Parts<T>;

type Parts<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Templated<T[Key]> }
    : T;

/** Any JSON in which each part may be written as an expression. */
export type JsonInput =
  | null
  | boolean
  | number
  | string
  | undefined
  | DataValue<unknown>
  | readonly JsonInput[]
  | { readonly [key: string]: JsonInput };
