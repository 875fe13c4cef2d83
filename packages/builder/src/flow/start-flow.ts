import {
  compileBlock,
  type GraphNode,
  type GraphSettings,
  type Json,
  type JsonObject,
  type Trigger,
  type When,
} from "@tempograph/graph";
import { eventAccessor, type EventAccessor } from "../expression/accessor.ts";
import { renderLogic } from "../expression/render-logic.ts";
import type { Condition } from "../expression/value.ts";
import type { OutputOfTyped, Typed } from "../nodes/schema.ts";
import { arrangeGraph } from "./arrange-graph.ts";
import { refuseBlock } from "./builder-error.ts";
import type { BuiltWorkflow } from "./built-workflow.ts";
import { FlowChain } from "./chain.ts";
import { blockOf, firstState, type ChainState } from "./chain-state.ts";
import type { Flow } from "./flow.ts";
import type { FirstScope } from "./scope-shape.ts";
import { TakenIds } from "./taken-ids.ts";

export interface FlowOptions<P extends Typed> {
  /** Type of the event's data: a schema, or `shape<…>()`. Without it, every field fits everywhere. */
  readonly payload?: P;
  /** Settings of the whole graph. */
  readonly settings?: GraphSettings;
  /** The node that it begins with, where it is not `{ id: "start", type: "start" }`. False: none; it begins with the first step. */
  readonly start?: false | (Partial<GraphNode> & { readonly [key: string]: unknown });
  /** Further keys of the graph, such as an editor's `viewport`. */
  readonly extra?: JsonObject;
}

/** A flow that says what starts it, and has no step yet. */
export interface FlowStart<Payload> extends Flow<FirstScope<Payload>> {
  /**
   * What starts it: events of a type (`order.created`, `order.*`, `*`), with a condition. May be said several times.
   *
   *     .on("lead.created", ({ payload }) => gt(payload.score, 80))
   */
  on(
    eventType: string | null,
    condition?: ((scope: EventAccessor<Payload>) => Condition) | null,
    options?: { readonly id?: string; readonly when?: When; readonly extra?: JsonObject },
  ): FlowStart<Payload>;
}

/**
 * Begins a workflow.
 *
 *     const onboard = flow("OnboardUser", { payload: shape<{ email: string }>() })
 *       .on("user.created")
 *       .step("welcome", "send_notification", ({ payload }) => ({ to: payload.email, message: "Welcome!" }))
 *       .build();
 *
 *     onboard.graph
 *     // { nodes: [ { id: "start", type: "start", data: {} },
 *     //            { id: "welcome", type: "send_notification", data: { to: "{{ payload.email }}", message: "Welcome!" } } ],
 *     //   edges: [ { id: "start>welcome", source: "start", target: "welcome" } ] }
 */
export function flow<P extends Typed = never>(
  name: string,
  options: FlowOptions<P> = {},
): FlowStart<[P] extends [never] ? unknown : OutputOfTyped<P>> {
  const start = options.start === false ? null : { id: "start", type: "start", data: {}, ...options.start };
  const ids = start === null ? new TakenIds() : new TakenIds().with(start.id);
  return new StartingChain(firstState(ids), { name, options, start, triggers: [] }) as never;
}

interface Beginning {
  readonly name: string;
  readonly options: FlowOptions<Typed>;
  readonly start: GraphNode | null;
  readonly triggers: readonly Trigger[];
}

class StartingChain extends FlowChain {
  readonly #first: ChainState;
  readonly #beginning: Beginning;

  constructor(first: ChainState, beginning: Beginning) {
    super(first, (state) => finish(state, beginning));
    this.#first = first;
    this.#beginning = beginning;
  }

  on(
    eventType: string | null,
    condition?: ((scope: EventAccessor<unknown>) => Condition) | null,
    { id, when, extra }: { readonly id?: string; readonly when?: When; readonly extra?: JsonObject } = {},
  ): StartingChain {
    const rule: Json | undefined = condition == null ? undefined : renderLogic(condition(eventAccessor()), "event");
    const trigger: Trigger = {
      ...extra,
      ...(id !== undefined && { id }),
      ...(eventType !== null && { eventType }),
      ...(rule !== undefined && { condition: rule }),
      ...(when !== undefined && { when }),
    };
    return new StartingChain(this.#first, {
      ...this.#beginning,
      triggers: [...this.#beginning.triggers, trigger],
    });
  }
}

function finish(state: ChainState, { name, options, start, triggers }: Beginning): BuiltWorkflow {
  const compiled = compileBlock(blockOf(state), start, refuseBlock);
  const { nodes, edges } = arrangeGraph(compiled, state.arrangement);
  const { extra, settings } = options;
  return { name, graph: { ...extra, nodes, edges, ...(settings !== undefined && { settings }) }, triggers };
}
