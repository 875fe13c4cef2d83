import type { Duration } from "./graph.ts";
import type { JsonObject } from "./json.ts";

/** What a trigger asks beyond the data of the event. All of it has to hold, and the trigger's `condition` too. */
export interface When {
  readonly time?: TimeCondition;
  readonly history?: HistoryCondition;
  /** Entries of the memory that the condition reads as `state.<as>`. A text stands for an entry of the workflow with this key. */
  readonly state?: readonly (string | StateRead)[];
  /** What a worker looks up before the condition, which reads it as `lookup.<as>`. */
  readonly lookup?: Lookup | readonly Lookup[];
}

/** Times of the week on the clock of a zone, without holidays: the moment when the event was stored has to be within them. */
export interface TimeCondition {
  /** IANA's name of a zone. Default UTC. */
  readonly timeZone?: string;
  /** Default: always, except on holidays. */
  readonly hours?: readonly OpeningTimes[];
  /** Dates such as `2026-12-24`, or `12-25` for every year. */
  readonly holidays?: readonly string[];
  /** What becomes of an event that comes at another time: it is filtered (default), or held until the next opening. */
  readonly otherwise?: "filter" | "hold";
}

export interface OpeningTimes {
  /** `mon-fri`, or a list. Default: every day. */
  readonly days?: string | readonly string[];
  /** Such as `09:00`. Default 00:00. */
  readonly from?: string;
  /** Such as `17:00`; before `from`, it is on the next day. Default 24:00. */
  readonly to?: string;
}

/** Not if the trigger has started an execution for the same subject shortly before. */
export interface HistoryCondition {
  readonly noneWithin: Duration;
  /** A template; events with the same value are about the same subject. Default: all events are. */
  readonly subject?: string;
  /** Executions of these statuses count. Default: of any. */
  readonly statuses?: readonly string[];
}

/** An entry of the memory between executions. */
export interface StateRead {
  /** May be a template, such as `customer/{{ payload.customer }}`. */
  readonly key: string;
  /** The name by which the condition reads it. Default: the key. */
  readonly as?: string;
  /** Whose memory it is. Default: the workflow's. */
  readonly scope?: "workflow" | "project";
}

/** An entry of the memory with its defaults filled in. */
export function stateReadOf(read: string | StateRead): Required<StateRead> {
  const { key, as = key, scope = "workflow" } = typeof read === "string" ? { key: read } : read;
  return { key, as, scope };
}

/** A node of the catalogue that runs before the condition. */
export interface Lookup {
  /** A type whose second run does no harm: the node may run several times for one event. */
  readonly node: string;
  /** The data of the node. Templates in it read the event. */
  readonly input?: JsonObject;
  /** The name by which the condition reads the output. */
  readonly as: string;
  /** How old an answer for the same input may be. Default: a minute. With 0 the node runs for each event. */
  readonly cache?: Duration;
}

export const DEFAULT_LOOKUP_CACHE = "1m";

/** The names that a condition can read of each kind of fact. */
export function declaredFacts(when: When | undefined) {
  return {
    state: (when?.state ?? []).map((read) => stateReadOf(read).as),
    lookup: lookupsOf(when).map(({ as }) => as),
  };
}

export function lookupsOf(when: When | undefined): readonly Lookup[] {
  return [when?.lookup ?? []].flat();
}
