import type { Json } from "@tempograph/graph";

/** The types of everything that can be read at a place of a flow. */
export interface ScopeShape {
  readonly payload: unknown;
  /** Outputs of the steps before, by id. */
  readonly steps: object;
  readonly vars: object;
  /** Inside a loop: `index`, and `item` of a `forEach`. */
  readonly loop: object;
  /** Outputs of the last nodes, by id: what the scope gives. */
  readonly last: unknown;
  /** The flow itself, not a path of it. */
  readonly top: boolean;
}

/** The scope of a flow that has no step yet. */
export interface FirstScope<Payload> extends ScopeShape {
  readonly payload: Payload;
  readonly steps: { readonly start: Payload };
  readonly vars: Record<never, never>;
  readonly loop: Record<never, never>;
  readonly last: unknown;
  readonly top: true;
}

/** What an error edge and a catch port carry. */
export interface FailureData {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly hint?: string;
  readonly details?: Json;
}

export interface Failed {
  readonly error: FailureData;
}

/** An id known to the compiler; a computed one says nothing. */
type Known<Id extends string> = string extends Id ? never : Id;

/** The id, unless a step before has it. */
export type Fresh<Id extends string, S extends ScopeShape> = [Known<Id>] extends [never]
  ? Id
  : Id extends keyof S["steps"]
    ? `there is a step "${Id}" already`
    : Id;

/** One more step in scope. */
export interface Put<S extends ScopeShape, Id extends string, Output> extends ScopeShape {
  readonly payload: S["payload"];
  readonly steps: S["steps"] & { readonly [Key in Known<Id>]: Output };
  readonly vars: S["vars"];
  readonly loop: S["loop"];
  readonly last: { readonly [Key in Known<Id>]: Output };
  readonly top: S["top"];
}

export interface PutVars<S extends ScopeShape, Values> extends ScopeShape {
  readonly payload: S["payload"];
  readonly steps: S["steps"];
  readonly vars: Omit<S["vars"], keyof Values> & Values;
  readonly loop: S["loop"];
  readonly last: S["last"];
  readonly top: S["top"];
}

/** A path inside: beside an outer one, or in a container. */
export interface Inner<S extends ScopeShape, Loop = S["loop"]> extends ScopeShape {
  readonly payload: S["payload"];
  readonly steps: S["steps"];
  readonly vars: S["vars"];
  readonly loop: Loop & object;
  readonly last: unknown;
  readonly top: false;
}

/** A value that may be missing, or may be a failure instead. */
export type Maybe<Output> = unknown extends Output
  ? unknown
  : Output extends readonly unknown[] | string | number | boolean | null | undefined
    ? Output | undefined
    : { readonly [Key in keyof Output]: Output[Key] | undefined };

/** The output of a step with `onError: "continue"`, which may be a failure. */
export type OrFailed<Output> = unknown extends Output
  ? unknown
  : Output extends readonly unknown[] | string | number | boolean | null | undefined
    ? Output | Failed
    : { readonly [Key in keyof Output]: Output[Key] | undefined } & { readonly error: FailureData | undefined };
