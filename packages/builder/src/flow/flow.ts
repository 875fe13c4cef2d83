import type { GraphNode, Join, Json, OnError } from "@tempograph/graph";
import type { Accessor, EventAccessor } from "../expression/accessor.ts";
import type { JsonInput, Ref, Resolved, Templated, TemplateText } from "../expression/ref-type.ts";
import type { Condition, DataValue, LogicValue } from "../expression/value.ts";
import type { InputOf, NodeSource, OutputOf, PortOf } from "../nodes/node-source.ts";
import type { OutputOfTyped, Typed } from "../nodes/schema.ts";
import type { Arrangement } from "./arrangement.ts";
import type { BuiltWorkflow } from "./built-workflow.ts";
import type {
  ApprovalInput,
  CallInput,
  CallOutput,
  ContainerCompensation,
  Decision,
  DurationInput,
  EachOutput,
  IdOption,
  NodeOptions,
  ReceivedEvent,
  Rounds,
  StepSettings,
  TextInput,
} from "./options.ts";
import type {
  AfterAll,
  AfterBody,
  AfterNode,
  AfterOneOf,
  AfterSome,
  AnyChain,
  Chain,
  ClosedChain,
  Open,
  ScopeOf,
} from "./path-types.ts";
import type { Failed, FailureData, Fresh, Inner, Maybe, OrFailed, Put, PutVars, ScopeShape } from "./scope-shape.ts";
import type { CompensatingStep } from "./compensate.ts";

/** A path: a function that gets the chain at the beginning of the path and returns the chain at its end. */
export type Path<S extends ScopeShape, C extends AnyChain> = (path: Flow<Inner<S>>) => C;
/** The path of an `error` edge; the function also gets a reference to the failure. */
type FailurePath<S extends ScopeShape, Id extends string, C extends AnyChain> = (
  path: Flow<Inner<Put<S, Id, Failed>>>,
  error: Ref<FailureData>,
) => C;
type Body<S extends ScopeShape, Loop, C extends AnyChain> = (body: Flow<Inner<S, Loop>>) => C;
/** A value, or a callback that reads it: `{ url: "…" }`, `({ payload }) => ({ url: payload.url })`. */
type From<S extends ScopeShape, V> = V | ((scope: Accessor<S>) => V);

interface Failing<S extends ScopeShape, Id extends string, F extends AnyChain> {
  /** The path to take when the node failed and its retries are spent. */
  readonly onFailure?: FailurePath<S, Id, F>;
}
/** A time-out and its path must be given together. */
type TimingOut<S extends ScopeShape, Id extends string, Output, T extends AnyChain> =
  | { readonly timeout?: undefined; readonly onTimeout?: undefined }
  | { readonly timeout: From<S, DurationInput>; readonly onTimeout: (path: Flow<Inner<Put<S, Id, Output>>>) => T };
interface Containing {
  readonly compensate?: ContainerCompensation;
}

/**
 * A workflow under construction. Each method returns a longer one and changes nothing. `S` describes what can be read at its end.
 */
export interface Flow<S extends ScopeShape> extends Chain<S>, Ending<S> {
  /**
   * A side effect. Steps after it read its output as `steps.<id>`.
   *
   *     .step("call", "http_call", ({ payload }) => ({ url: t`https://crm.example/leads/${payload.id}` }))
   */
  step<
    const Id extends string,
    const N extends NodeSource,
    const V extends Templated<InputOf<N>>,
    O extends Typed = never,
    F extends AnyChain = never,
    P extends { readonly [port: string]: AnyChain } = Record<never, never>,
    E extends OnError = "fail",
    Out = [O] extends [never] ? OutputOf<N> : OutputOfTyped<O>,
  >(
    id: Fresh<Id, S>,
    node: N,
    input: Templated<InputOf<N>> | ((scope: Accessor<S>) => V & OnlyFieldsOf<InputOf<N>, V>),
    options?: NodeOptions & {
      readonly settings?: StepSettings<E>;
      /** A narrower type of the output than the node type has: `shape<{ body: { id: string } }>()`. */
      readonly output?: O;
      /** Paths of single ports. Ports that are not named continue with the next step. */
      readonly on?: { readonly [Port in keyof P & PortOf<N>]: (path: Flow<Inner<Put<S, Id, Out>>>) => P[Port] } & {
        readonly [Port in PortOf<N>]?: unknown;
      };
      /** The step that compensates this one when the execution fails or is cancelled later. */
      readonly compensate?: (scope: Accessor<Put<S, Id, Out>>) => CompensatingStep;
    } & Failing<S, Id, F>,
  ): Flow<AfterNode<S, Id, E extends "continue" ? OrFailed<Out> : Out, OrFailed<Out>, F | P[keyof P]>>;

  /** Takes `yes` if the condition holds, else `no`. Without `no`, the next step follows directly. */
  if<Y extends AnyChain, N extends AnyChain = Flow<Inner<S>>, const Id extends string = never>(
    condition: (scope: Accessor<S>) => Condition,
    yes: Path<Put<S, Id, { readonly case: string | null }>, Y>,
    no?: Path<Put<S, Id, { readonly case: string | null }>, N>,
    options?: IdOption<Id>,
  ): Flow<AfterOneOf<Put<S, Id, { readonly case: string | null }>, Y | N>>;

  /**
   * The first case whose condition holds.
   *
   *     .branch((cases) => cases
   *       .when("hot", ({ payload }) => gt(payload.score, 80), (path) => path.step(…))
   *       .otherwise((path) => path.step(…)))
   */
  branch<C extends AnyChain, const Id extends string = never>(
    cases: (cases: Cases<Put<S, Id, { readonly case: string | null }>, never>) => CasesEnd<C>,
    options?: IdOption<Id>,
  ): Flow<AfterOneOf<Put<S, Id, { readonly case: string | null }>, C>>;

  /** The case that the value equals: `.switch(({ payload }) => payload.tier, (cases) => cases.case("gold", …).otherwise(…))`. */
  switch<V, C extends AnyChain, const Id extends string = never>(
    value: (scope: Accessor<S>) => DataValue<V> | TemplateText,
    cases: (cases: Values<Put<S, Id, { readonly case: string | null }>, V, never>) => CasesEnd<C>,
    options?: IdOption<Id>,
  ): Flow<AfterOneOf<Put<S, Id, { readonly case: string | null }>, C>>;

  /** Runs paths in parallel. The next step waits for all of them, or as `join` says. Adds no node. */
  parallel<const Cs extends readonly AnyChain[], J extends Join = "all">(
    paths: { readonly [K in keyof Cs]: (path: Flow<Inner<S>>) => Cs[K] },
    options?: { readonly join?: J },
  ): Flow<J extends "all" ? AfterAll<S, Cs[number]> : AfterSome<S, Cs[number]>>;

  /** Repeats the body a number of times. Inside, `index` counts from 0 and `steps.<id>` is the output of the rounds so far. */
  loop<C extends AnyChain, const Id extends string = never, F extends AnyChain = never>(
    times: number | TemplateText | ((scope: Accessor<S>) => DataValue<number>),
    body: Body<Put<S, Id, Rounds>, { readonly index: number }, C>,
    options?: IdOption<Id> & Failing<S, Id, F>,
  ): Flow<AfterNode<AfterBody<S, C>, Id, Rounds, OrFailed<Rounds>, F>>;

  /** Repeats the body while the condition holds. It is evaluated before each round, or after it with `testAfter`. `maxRounds` is required. */
  while<C extends AnyChain, const Id extends string = never, F extends AnyChain = never>(
    condition: (scope: Accessor<Inner<Put<S, Id, Rounds>, { readonly index: number }>>) => Condition,
    body: Body<Put<S, Id, Rounds>, { readonly index: number }, C>,
    options: IdOption<Id> & Failing<S, Id, F> & { readonly maxRounds: number; readonly testAfter?: boolean },
  ): Flow<AfterNode<AfterBody<S, C>, Id, Rounds, OrFailed<Rounds>, F>>;

  /**
   * Once for each item, `concurrency` of them at a time. In it: `item`, `index`. Its output holds the results in order.
   *
   *     .forEach(({ payload }) => payload.items, (each) => each.step("pack", "http_call", ({ item }) => …), { id: "packed" })
   */
  forEach<
    Item,
    C extends AnyChain,
    const Id extends string = never,
    Result = ScopeOf<C>["last"],
    F extends AnyChain = never,
    Each = Resolved<Result>,
  >(
    items: readonly Item[] | TemplateText | ((scope: Accessor<S>) => DataValue<readonly Item[]>),
    body: Body<S, { readonly item: Resolved<Item>; readonly index: number }, C>,
    options?: IdOption<Id> &
      Containing & {
        readonly concurrency?: number;
        readonly onItemError?: "stop" | "continue";
        /** What an item gives, instead of the outputs of its last steps. */
        readonly result?: (scope: Accessor<ScopeOf<C>>) => Result;
      } & Failing<S, Id, F>,
  ): Flow<AfterNode<AfterBody<S, C>, Id, EachOutput<Each>, OrFailed<EachOutput<Each>>, F>>;

  /** Runs paths in parallel. The first path that ends wins; the others are cancelled. */
  race<const Cs extends readonly AnyChain[], const Id extends string = never, F extends AnyChain = never>(
    paths: { readonly [K in keyof Cs]: (path: Flow<Inner<S>>) => Cs[K] },
    options?: IdOption<Id> & Containing & { readonly onBranchError?: "fail" | "continue" } & Failing<S, Id, F>,
  ): Flow<AfterNode<AfterBody<S, Cs[number]>, Id, RaceOutput, OrFailed<RaceOutput>, F>>;

  /** Takes `catch` if the body fails, and always `finally`. The next step waits for `finally` if the `catch` path continues. */
  try<C extends AnyChain, const Id extends string = never, K extends AnyChain = never>(
    body: Body<S, S["loop"], C>,
    options: IdOption<Id> &
      Containing & {
        readonly catch?: FailurePath<S, Id, K>;
        readonly finally?: (path: Flow<Inner<Put<S, Id, unknown>>>) => AnyChain;
      },
  ): Flow<AfterNode<AfterBody<S, C>, Id, ScopeOf<C>["last"], unknown, K>>;

  /** Groups steps that have a common output and a common end, and that are compensated together. */
  scope<C extends AnyChain, const Id extends string = never, F extends AnyChain = never>(
    body: Body<S, S["loop"], C>,
    options?: IdOption<Id> & Containing & Failing<S, Id, F>,
  ): Flow<AfterNode<AfterBody<S, C>, Id, ScopeOf<C>["last"], unknown, F>>;

  /** A container with its data as it is, for what the methods above do not say. */
  container<const Id extends string, const N extends NodeSource, F extends AnyChain = never>(
    id: Fresh<Id, S>,
    node: N,
    data: JsonInput,
    body: Body<S, DynamicLoop, AnyChain>,
    options?: NodeOptions & {
      readonly on?: { readonly [Port in PortOf<N>]?: (path: Flow<Inner<Put<S, Id, unknown>>>) => AnyChain };
    } & Failing<S, Id, F>,
  ): Flow<Put<S, Id, unknown>>;

  /** Holds a lock while the body runs: no other execution is inside a body with the same key. */
  lock<C extends AnyChain, const Id extends string = never, T extends AnyChain = never, F extends AnyChain = never>(
    key: From<S, TextInput>,
    body: Body<S, S["loop"], C>,
    options?: IdOption<Id> & TimingOut<S, Id, { readonly key: string }, T> & Failing<S, Id, F>,
  ): Flow<AfterNode<AfterBody<S, C>, Id, ScopeOf<C>["last"], unknown, T | F>>;

  /** Waits for a time: milliseconds, `"2h"`, `"PT2H"`. Days of waiting cost nothing but the timer. */
  sleep<const Id extends string = never>(
    duration: From<S, DurationInput>,
    options?: IdOption<Id>,
  ): Flow<Put<S, Id, { readonly ms: number }>>;

  /** Waits for a moment: RFC 3339, or a local time with its `timeZone`. A moment in the past goes on at once. */
  sleepUntil<const Id extends string = never>(
    moment: From<S, TextInput>,
    options?: IdOption<Id> & { readonly timeZone?: string },
  ): Flow<Put<S, Id, { readonly until: string }>>;

  /** Waits for a signal. Its payload is the output; without an `id` the step is called like the signal. */
  waitForSignal<
    const Name extends string,
    const Id extends string = Name,
    O extends Typed = never,
    T extends AnyChain = never,
  >(
    name: Name | DataValue<string>,
    options?: IdOption<Id> & { readonly payload?: O } & TimingOut<S, Id, { readonly name: string }, T>,
  ): Flow<AfterNode<S, Id, PayloadOf<O>, Maybe<PayloadOf<O>>, T>>;

  /**
   * Waits for an event. `match` says which: `payload` and `event` are those of the coming one, the second argument is the flow's.
   *
   *     .waitForEvent("paid", "invoice.paid", { match: ({ payload }, flow) => eq(payload.order, flow.payload.id) })
   */
  waitForEvent<const Id extends string, O extends Typed = never, T extends AnyChain = never>(
    id: Fresh<Id, S>,
    eventType: TextInput,
    options?: NodeOptions & {
      readonly payload?: O;
      readonly match?: (event: EventAccessor<PayloadOf<O>>, scope: Accessor<S>) => Condition;
      /** Events that came up to so long before count as well. */
      readonly lookBack?: DurationInput;
    } & TimingOut<S, Id, unknown, T>,
  ): Flow<AfterNode<S, Id, ReceivedEvent<PayloadOf<O>>, Maybe<ReceivedEvent<PayloadOf<O>>>, T>>;

  /** Waits for a person. `approved` goes on unless it has a path of its own. */
  approval<const Id extends string, R extends AnyChain, O extends Typed = never, T extends AnyChain = never>(
    id: Fresh<Id, S>,
    input: From<S, ApprovalInput>,
    options: NodeOptions & {
      /** Type of the form's data. */
      readonly data?: O;
      readonly rejected: (path: Flow<Inner<Put<S, Id, Decision<PayloadOf<O>>>>>) => R;
    } & TimingOut<S, Id, unknown, T>,
  ): Flow<
    [Open<T>] extends [never]
      ? AfterNode<S, Id, Decision<PayloadOf<O>>, Decision<PayloadOf<O>>, R>
      : AfterNode<S, Id, Decision<PayloadOf<O>>, Maybe<Decision<PayloadOf<O>>>, R | T>
  >;

  /** Starts another workflow, and waits for its result unless `wait` is false. */
  callWorkflow<
    const Id extends string,
    Payload = unknown,
    O extends Typed = never,
    T extends AnyChain = never,
    F extends AnyChain = never,
  >(
    id: Fresh<Id, S>,
    input: From<S, CallInput<Payload>>,
    options?: NodeOptions & { readonly output?: O } & TimingOut<S, Id, unknown, T> & Failing<S, Id, F>,
  ): Flow<AfterNode<S, Id, CallOutput<PayloadOf<O>>, OrFailed<CallOutput<PayloadOf<O>>>, T | F>>;

  /** Sends a signal to another execution. */
  signalWorkflow<const Id extends string, F extends AnyChain = never>(
    id: Fresh<Id, S>,
    input: From<S, Templated<{ readonly executionId: string; readonly name: string; readonly payload?: Json }>>,
    options?: NodeOptions & Failing<S, Id, F>,
  ): Flow<AfterNode<S, Id, SignalOutput, OrFailed<SignalOutput>, F>>;

  /** Emits an event, which starts what waits for such events. */
  emitEvent<const Id extends string, F extends AnyChain = never>(
    id: Fresh<Id, S>,
    input: From<S, Templated<EmittedEvent>>,
    options?: NodeOptions & Failing<S, Id, F>,
  ): Flow<AfterNode<S, Id, { readonly eventId: string }, OrFailed<{ readonly eventId: string }>, F>>;

  /** Writes variables that later steps read as `vars.<name>`. */
  set<const V extends { readonly [name: string]: unknown }, const Id extends string = never>(
    values: V | ((scope: Accessor<S>) => V),
    options?: IdOption<Id>,
  ): Flow<PutVars<Put<S, Id, Variables<V>>, Variables<V>>>;

  /** Makes a new value: of data with expressions in it, or of JSONLogic. Costs no history event. */
  transform<const Id extends string, V>(
    id: Fresh<Id, S>,
    value: (scope: Accessor<S>) => V,
    options?: NodeOptions,
  ): Flow<Put<S, Id, V extends DataValue<unknown> ? Resolved<V> : V extends LogicValue<infer T> ? T : Resolved<V>>>;

  /** Ends this path. `output` becomes part of what the scope gives; `terminate` ends its other paths too. */
  end(
    output?: JsonInput | ((scope: Accessor<S>) => JsonInput),
    options?: IdOption<string> & { readonly terminate?: boolean },
  ): ClosedFlow<S>;

  /** Fails the scope with a code and a message of one's own. */
  fail(
    failure: From<S, Templated<{ readonly code?: string; readonly message: string; readonly details?: Json }>>,
    options?: IdOption<string>,
  ): ClosedFlow<S>;

  /** Ends this path without a node: no edge leads from it to the next step. */
  stop(): ClosedFlow<S>;
}

/** The methods of every chain, including one that has ended. */
export interface Ending<S extends ScopeShape> {
  /** A node as it is, to which only edges lead. With `body`: a container and what is in it. */
  node(node: GraphNode, body?: (body: Flow<Inner<S>>) => AnyChain): this;
  /** An edge as it is, from one node of this scope to another. `port` is `out` unless said. */
  edge(source: string, target: string, port?: string): this;
  /** Another order of nodes and edges, and other edge ids, than they have by themselves. */
  arrange(arrangement: Arrangement): this;
  /** The JSON graph with its triggers. Only the flow itself can be built, no path inside it. */
  build: S["top"] extends true ? () => BuiltWorkflow<S["payload"]> : never;
}

/** A flow after which no step can follow. */
export interface ClosedFlow<S extends ScopeShape> extends ClosedChain<S>, Ending<S> {}

/** Cases of a branch, in order. */
export interface Cases<S extends ScopeShape, C extends AnyChain> extends CasesEnd<C | Flow<Inner<S>>> {
  when<D extends AnyChain>(
    label: string,
    condition: (scope: Accessor<S>) => Condition,
    path: Path<S, D>,
  ): Cases<S, C | D>;
  otherwise<D extends AnyChain>(path: Path<S, D>): CasesEnd<C | D>;
}

/** Cases of a switch, in order. */
export interface Values<S extends ScopeShape, V, C extends AnyChain> extends CasesEnd<C | Flow<Inner<S>>> {
  case<D extends AnyChain>(
    value: [V] extends [never] ? string | number | boolean | null : V,
    path: Path<S, D>,
    options?: { readonly label?: string },
  ): Values<S, V, C | D>;
  otherwise<D extends AnyChain>(path: Path<S, D>): CasesEnd<C | D>;
}

declare const CASES: unique symbol;
export interface CasesEnd<out C extends AnyChain> {
  readonly [CASES]: C;
}

type PayloadOf<O> = [O] extends [never] ? unknown : OutputOfTyped<O>;
type Variables<V> = { readonly [Key in keyof V]: Loose<Resolved<V[Key]>> };
/** A variable takes other values later. */
type Loose<T> = T extends string ? string : T extends number ? number : T extends boolean ? boolean : T;

/** TypeScript does not check the result of a callback for excess fields, so this type does. */
type OnlyFieldsOf<Input, V> = unknown extends Input
  ? unknown
  : V extends DataValue<unknown> | string
    ? unknown
    : { readonly [Key in Exclude<keyof V, keyof Input>]: never };
interface DynamicLoop {
  readonly item: unknown;
  readonly index: number;
}
interface RaceOutput {
  /** Id of the first node of the path that won. */
  readonly winner: string;
  readonly output: unknown;
}
interface SignalOutput {
  readonly executionId: string;
  readonly name: string;
}
interface EmittedEvent {
  readonly eventType: string;
  readonly data: Json;
  readonly source?: string;
  readonly subject?: string;
}
