import type { Put, ScopeShape } from "./scope-shape.ts";

declare const SCOPE: unique symbol;
declare const CLOSED: unique symbol;

/** Fields of every chain that exist only for TypeScript, not at run time. */
export interface Chain<S extends ScopeShape> {
  readonly [SCOPE]: S;
}

/** A chain that nothing follows: after `end`, `fail`, `stop`. */
export interface ClosedChain<S extends ScopeShape> extends Chain<S> {
  readonly [CLOSED]: true;
}

export type AnyChain = Chain<ScopeShape>;
type Closed = { readonly [CLOSED]: true };

/** The chains among `C` that something can follow. */
export type Open<C> = C extends Closed ? never : C;

export type ScopeOf<C> = C extends Chain<infer S> ? S : never;

/** The steps that the paths added to the scope before them. */
type NewSteps<S extends ScopeShape, C> =
  C extends Chain<infer Inside> ? Omit<Inside["steps"], keyof S["steps"]> : never;
type NewVars<S extends ScopeShape, C> = C extends Chain<infer Inside> ? Omit<Inside["vars"], keyof S["vars"]> : never;

type Optional<T> = { readonly [Key in keyof T]: T[Key] | undefined };
/** `A | B` as `A & B`. */
type Both<U> = (U extends unknown ? (part: U) => void : never) extends (part: infer I) => void ? I : never;
type IsUnion<U, Each = U> = [U] extends [never]
  ? false
  : U extends unknown
    ? [Each] extends [U]
      ? false
      : true
    : never;

interface Joined<S extends ScopeShape, Steps, Vars> extends ScopeShape {
  readonly payload: S["payload"];
  readonly steps: S["steps"] & Steps;
  readonly vars: S["vars"] & Vars;
  readonly loop: S["loop"];
  readonly last: unknown;
  readonly top: S["top"];
}

/** After paths of which one is taken: its steps are certain where it is the only one that goes on. */
export type AfterOneOf<S extends ScopeShape, C> = [Open<C>] extends [never]
  ? S
  : IsUnion<Open<C>> extends true
    ? Joined<S, Optional<Both<NewSteps<S, Open<C>>>>, Optional<Both<NewVars<S, Open<C>>>>>
    : Joined<S, Both<NewSteps<S, Open<C>>>, Both<NewVars<S, Open<C>>>>;

/** After paths that all were taken. */
export type AfterAll<S extends ScopeShape, C> = Joined<S, Both<NewSteps<S, Open<C>>>, Both<NewVars<S, Open<C>>>>;

/** After paths of which some may have been left out. */
export type AfterSome<S extends ScopeShape, C> = Joined<
  S,
  Optional<Both<NewSteps<S, Open<C>>>>,
  Optional<Both<NewVars<S, Open<C>>>>
>;

/** After a container's body: nothing in it is in scope, but variables that it wrote may be there. */
export type AfterBody<S extends ScopeShape, C> = Joined<S, unknown, Optional<Both<NewVars<S, C>>>>;

/**
 * The scope after a node with side paths: `Output` if none of them continues to the next step, `Else` if one does. The steps
 * of paths that continue may then be missing.
 */
export type AfterNode<S extends ScopeShape, Id extends string, Output, Else, Side> = [Open<Side>] extends [never]
  ? Put<S, Id, Output>
  : Put<Joined<S, Omit<Optional<Both<NewSteps<S, Open<Side>>>>, Id>, Optional<Both<NewVars<S, Open<Side>>>>>, Id, Else>;
