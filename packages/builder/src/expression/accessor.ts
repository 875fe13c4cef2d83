import type { Json } from "@tempograph/graph";
import type { ScopeShape } from "../flow/scope-shape.ts";
import { ref } from "./ref.ts";
import type { Ref } from "./ref-type.ts";

/** What the expressions at a place of a flow can read. */
export type Accessor<S extends ScopeShape> = {
  /** The event's data. */
  readonly payload: Ref<S["payload"]>;
  readonly event: Ref<EventFields<S["payload"]>>;
  /** Outputs of the steps before, by id. */
  readonly steps: { readonly [Id in keyof S["steps"]]: Ref<S["steps"][Id]> };
  /** Variables that `set` steps wrote. */
  readonly vars: { readonly [Name in keyof S["vars"]]: Ref<S["vars"][Name]> };
  readonly execution: Ref<{ readonly id: string }>;
  readonly workflow: Ref<{ readonly id: string; readonly name: string; readonly version: number }>;
} & { readonly [Name in keyof S["loop"]]: Ref<S["loop"][Name]> };

interface EventFields<Data> {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  readonly time: string;
  readonly data: Data;
}

/** What a condition on an event can read: of a trigger, or of an event that is waited for. */
export interface EventAccessor<Data> {
  readonly payload: Ref<Data>;
  readonly event: Ref<EventFields<Data>>;
}

const ROOTS = ["payload", "event", "steps", "vars", "item", "index", "execution", "workflow"] as const;

const FLOW_ACCESSOR: unknown = Object.freeze(
  Object.fromEntries(ROOTS.map((root) => [root, ref<Json>("flow", [root])])),
);

/** One object for every place of a flow. Its type, and `validateGraph`, say which names exist at a place. */
export function accessor<S extends ScopeShape>(): Accessor<S> {
  return FLOW_ACCESSOR as Accessor<S>;
}

const EVENT_ACCESSOR: unknown = Object.freeze({
  payload: ref<Json>("event", ["payload"]),
  event: ref<Json>("event", ["event"]),
});

export function eventAccessor<Data>(): EventAccessor<Data> {
  return EVENT_ACCESSOR as EventAccessor<Data>;
}
