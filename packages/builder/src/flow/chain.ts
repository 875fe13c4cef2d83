import { accessor, eventAccessor } from "../expression/accessor.ts";
import { ref } from "../expression/ref.ts";
import { renderData } from "../expression/render-data.ts";
import { renderLogic } from "../expression/render-logic.ts";
import { sourceOf } from "../expression/value.ts";
import { portsOfSource, typeNameOf, type NodeSource } from "../nodes/node-source.ts";
import {
  descriptorOf,
  type Block,
  type GraphNode,
  type JsonObject,
  type NodeSettings,
  type PortPath,
} from "@tempograph/graph";
import type { Arrangement } from "./arrangement.ts";
import type { BuiltWorkflow } from "./built-workflow.ts";
import { BuilderError } from "./builder-error.ts";
import { grown, type ChainState } from "./chain-state.ts";
import { CaseList } from "./case-list.ts";
import { graphNode } from "./graph-node.ts";
import type { NodeOptions } from "./options.ts";
import type { CompensatingStep } from "./compensate.ts";
import { PathWalker, type PathFunction } from "./walk-paths.ts";

type Options = NodeOptions & {
  readonly id?: string;
  readonly onFailure?: PathFunction;
  readonly onTimeout?: PathFunction;
  readonly [name: string]: unknown;
};
type Callback = (scope: unknown, more?: unknown) => unknown;

interface NodeParts {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly options: Options;
  readonly settings?: NodeSettings;
  readonly ports?: readonly string[];
  readonly on?: readonly PortPath[];
  readonly body?: Block;
  readonly compensation?: GraphNode;
  /** No port goes on. */
  readonly closed?: boolean;
}

/** Only at the end of a flow, where its triggers and its name are known. */
export type Finish = (state: ChainState) => BuiltWorkflow;

/**
 * The implementation of `Flow`, whose types say which calls are allowed. Each method returns a new chain.
 */
export class FlowChain {
  readonly #state: ChainState;
  readonly #finish: Finish | undefined;

  constructor(state: ChainState, finish?: Finish) {
    this.#state = state;
    this.#finish = finish;
  }

  step(id: string, node: NodeSource, input: unknown, options: Options = {}): FlowChain {
    const { on = {}, compensate } = options as {
      on?: { readonly [port: string]: PathFunction };
      compensate?: Callback;
    };
    const given = this.#id(id);
    const paths = this.#paths(given);
    const ports = Object.entries(on).map(([port, path]): PortPath => ({ port, path: paths.walk(path).block }));
    const compensation = (compensate?.(accessor()) as CompensatingStep | undefined)?.node;
    if (compensation !== undefined) paths.ids = paths.ids.with(paths.ids.choose(compensation.id, compensation.id));
    return this.#place(paths, {
      id: given,
      type: typeNameOf(node),
      data: from(input),
      options,
      ports: portsOfSource(node),
      on: ports,
      ...(compensation !== undefined && { compensation, settings: { compensate: compensation.id } }),
    });
  }

  if(condition: Callback, yes: PathFunction, no?: PathFunction, options: Options = {}): FlowChain {
    const cases = [
      { label: "yes", condition: renderLogic(condition(accessor())) },
      { label: "no", else: true },
    ];
    const id = this.#id(options.id, "if");
    const paths = this.#paths(id);
    const on = [{ port: "yes", path: paths.walk(yes).block }];
    if (no !== undefined) on.push({ port: "no", path: paths.walk(no).block });
    return this.#place(paths, { id, type: "branch", data: { cases }, options, ports: ["yes", "no"], on });
  }

  branch(write: (cases: CaseList) => CaseList, options: Options = {}): FlowChain {
    return this.#cases("branch", {}, write, options);
  }

  switch(value: Callback, write: (cases: CaseList) => CaseList, options: Options = {}): FlowChain {
    return this.#cases("switch", { value: value(accessor()) }, write, options);
  }

  parallel(paths: readonly PathFunction[], { join }: { readonly join?: NodeSettings["join"] } = {}): FlowChain {
    const walker = this.#paths();
    const walked = paths.map((path) => walker.walk(path));
    const closed = walked.length > 0 && walked.every((path) => path.closed);
    const statement = {
      kind: "fork",
      paths: walked.map(({ block }) => block),
      ...(join !== undefined && { join }),
    } as const;
    return this.#next(grown(this.#state, statement, { ids: walker.ids, closed }));
  }

  loop(times: unknown, body: PathFunction, options: Options = {}): FlowChain {
    return this.#container("repeat", "loop", { times: from(times) }, [body], options);
  }

  while(condition: Callback, body: PathFunction, options: Options): FlowChain {
    const { maxRounds, testAfter } = options;
    const data = { condition: renderLogic(condition(accessor())), maxRounds, testAfter };
    return this.#container("while", "while", data, [body], options);
  }

  forEach(items: unknown, body: PathFunction, options: Options = {}): FlowChain {
    const { concurrency, onItemError, compensate, result } = options;
    const data = { items: from(items), concurrency, onItemError, result: from(result), compensate };
    return this.#container("for_each", "each", data, [body], options);
  }

  race(paths: readonly PathFunction[], options: Options = {}): FlowChain {
    const { onBranchError, compensate } = options;
    return this.#container("race", "race", { onBranchError, compensate }, paths, options);
  }

  try(body: PathFunction, options: Options): FlowChain {
    return this.#container("try", "try", { compensate: options["compensate"] }, [body], options);
  }

  scope(body: PathFunction, options: Options = {}): FlowChain {
    return this.#container("parallel", "scope", { compensate: options["compensate"] }, [body], options);
  }

  lock(key: unknown, body: PathFunction, options: Options = {}): FlowChain {
    return this.#container("lock", "lock", { key: from(key), timeout: from(options["timeout"]) }, [body], options);
  }

  sleep(duration: unknown, options: Options = {}): FlowChain {
    const given = from(duration);
    const data = typeof given === "number" ? { ms: given } : { duration: given };
    return this.#simple(this.#id(options.id, "sleep"), "delay", data, options);
  }

  sleepUntil(moment: unknown, options: Options = {}): FlowChain {
    const data = { until: from(moment), timeZone: options["timeZone"] };
    return this.#simple(this.#id(options.id, "sleepUntil"), "sleep_until", data, options);
  }

  waitForSignal(name: unknown, options: Options = {}): FlowChain {
    const id = this.#id(options.id ?? (typeof name === "string" ? name : undefined), "signal");
    return this.#simple(id, "wait_for_signal", { name, timeout: from(options["timeout"]) }, options);
  }

  waitForEvent(id: string, eventType: unknown, options: Options = {}): FlowChain {
    const match = options["match"] as Callback | undefined;
    const data = {
      eventType,
      match: match === undefined ? undefined : renderLogic(match(eventAccessor(), accessor()), "event"),
      lookBack: options["lookBack"],
      timeout: from(options["timeout"]),
    };
    return this.#simple(this.#id(id), "wait_for_event", data, options);
  }

  approval(id: string, input: unknown, options: Options): FlowChain {
    const given = this.#id(id);
    const paths = this.#paths(given);
    const on = [{ port: "rejected", path: paths.walk(options["rejected"] as PathFunction).block }];
    const data = { ...(from(input) as object), timeout: from(options["timeout"]) };
    return this.#place(paths, { id: given, type: "approval", data, options, ports: ["approved", "rejected"], on });
  }

  callWorkflow(id: string, input: unknown, options: Options = {}): FlowChain {
    const { workflow, ...rest } = from(input) as { readonly workflow: { readonly name: string } | string };
    const name = typeof workflow === "string" || sourceOf(workflow) !== undefined ? workflow : workflow.name;
    const data = { workflow: name, ...rest, timeout: from(options["timeout"]) };
    return this.#simple(this.#id(id), "call_workflow", data, options);
  }

  signalWorkflow(id: string, input: unknown, options: Options = {}): FlowChain {
    return this.#simple(this.#id(id), "signal_workflow", from(input), options);
  }

  emitEvent(id: string, input: unknown, options: Options = {}): FlowChain {
    return this.#simple(this.#id(id), "emit_event", from(input), options);
  }

  set(values: unknown, options: Options = {}): FlowChain {
    return this.#simple(this.#id(options.id, "set"), "set", { values: from(values) }, options);
  }

  transform(id: string, value: Callback, options: Options = {}): FlowChain {
    const made = value(accessor());
    const data = sourceOf(made)?.kind === "logic" ? { logic: renderLogic(made) } : { output: made };
    return this.#simple(this.#id(id), "transform", data, options);
  }

  end(output?: unknown, options: Options = {}): FlowChain {
    const data = { output: from(output), terminate: options["terminate"] };
    return this.#place(this.#paths(), { id: this.#id(options.id, "end"), type: "end", data, options, closed: true });
  }

  fail(failure: unknown, options: Options = {}): FlowChain {
    const id = this.#id(options.id, "fail");
    return this.#place(this.#paths(), { id, type: "fail", data: from(failure), options, closed: true });
  }

  stop(): FlowChain {
    if (this.#state.closed) return this;
    return this.#next(grown(this.#state, { kind: "stop" }, { closed: true }));
  }

  /** A container with its data as it is. The printer uses it if no other method fits. */
  container(id: string, node: NodeSource, data: unknown, body: PathFunction, options: Options = {}): FlowChain {
    const given = this.#id(id);
    const paths = this.#paths(given);
    const { block } = paths.walk(body);
    const on = Object.entries((options["on"] ?? {}) as { readonly [port: string]: PathFunction }).map(
      ([port, path]): PortPath => ({ port, path: paths.walk(path).block }),
    );
    return this.#place(paths, {
      id: given,
      type: typeNameOf(node),
      data,
      options,
      ports: portsOfSource(node),
      on,
      body: block,
    });
  }

  node(node: GraphNode, body?: PathFunction): FlowChain {
    const paths = this.#paths(node.id);
    const block = body === undefined ? undefined : paths.walk(body).block;
    const statement = { kind: "looseNode", node, ...(block !== undefined && { body: block }) } as const;
    return this.#next(grown(this.#state, statement, { ids: paths.ids }));
  }

  edge(source: string, target: string, port = "out"): FlowChain {
    return this.#next(grown(this.#state, { kind: "looseEdge", source, target, port }));
  }

  arrange(arrangement: Arrangement): FlowChain {
    return this.#next({ ...this.#state, arrangement });
  }

  build(): BuiltWorkflow {
    if (this.#finish !== undefined) return this.#finish(this.#state);
    throw new BuilderError("A path of a flow cannot be built by itself", "Call .build() at the end of the flow");
  }

  #cases(type: string, before: object, write: (cases: CaseList) => CaseList, options: Options): FlowChain {
    const id = this.#id(options.id, type);
    const paths = this.#paths(id);
    const { cases, ports, on } = write(new CaseList(paths));
    return this.#place(paths, { id, type, data: { ...before, cases }, options, ports, on });
  }

  #container(type: string, wish: string, data: object, bodies: readonly PathFunction[], options: Options): FlowChain {
    const id = this.#id(options.id, wish);
    const paths = this.#paths(id);
    const walked = bodies.map((body) => paths.walk(body).block);
    const body: Block =
      descriptorOf(type)?.container?.scopes === "perBranch"
        ? { statements: [{ kind: "fork", paths: walked }] }
        : (walked[0] ?? { statements: [] });
    const on: PortPath[] = [];
    const caught = options["catch"] as PathFunction | undefined;
    const after = options["finally"] as PathFunction | undefined;
    if (caught !== undefined) on.push({ port: "catch", path: paths.walk(caught, errorOf(id)).block });
    if (after !== undefined) on.push({ port: "finally", path: paths.walk(after).block, asideOf: "catch" });
    return this.#place(paths, { id, type, data, options, on, body });
  }

  #simple(id: string, type: string, data: unknown, options: Options): FlowChain {
    return this.#place(this.#paths(id), { id, type, data, options });
  }

  /** Adds the paths that any node may have, and the node. */
  #place(paths: PathWalker, parts: NodeParts): FlowChain {
    const { id, type, data, options, settings, ports = ["out"], on = [], body, compensation, closed } = parts;
    const { onFailure, onTimeout } = options;
    const sides: PortPath[] = [...on];
    if (onTimeout !== undefined) sides.push({ port: "timeout", path: paths.walk(onTimeout).block });
    if (onFailure !== undefined) sides.push({ port: "error", path: paths.walk(onFailure, errorOf(id)).block });
    const statement = {
      kind: "node",
      node: graphNode(id, type, renderData(data), options, settings),
      ports: closed === true ? [] : ports,
      on: sides,
      ...(body !== undefined && { body }),
      ...(compensation !== undefined && { compensation }),
    } as const;
    return this.#next(grown(this.#state, statement, { ids: paths.ids.with(id), closed: closed === true }));
  }

  #id(given: string | undefined, wish = "step"): string {
    return this.#state.ids.choose(given, wish);
  }

  /** The walker of this chain's paths; the id of the node that they belong to is taken already. */
  #paths(id?: string): PathWalker {
    const ids = id === undefined ? this.#state.ids : this.#state.ids.with(id);
    return new PathWalker(ids, (state) => new FlowChain(state), stateOf);
  }

  #next(state: ChainState): FlowChain {
    return new FlowChain(state, this.#finish);
  }

  static stateOf(chain: unknown): ChainState | undefined {
    return typeof chain === "object" && chain !== null && #state in chain ? chain.#state : undefined;
  }
}

const stateOf = (chain: unknown): ChainState | undefined => FlowChain.stateOf(chain);

/** A value that is given directly or by a callback. References are objects, so a function is always a callback. */
function from(value: unknown): unknown {
  return typeof value === "function" ? (value as Callback)(accessor()) : value;
}

const errorOf = (id: string): unknown => ref<JsonObject>("flow", ["steps", id, "error"]);
