import type { LiveTriggers } from "@tempograph/db";
import {
  compileStartPolicies,
  compileTriggers,
  SharedConditions,
  TriggerIndex,
  withoutPaused,
  type CompiledStartPolicies,
  type CompiledTriggers,
  type Concerned,
  type EventData,
} from "@tempograph/graph";

/** The triggers of a published version of a workflow, in the versions of the trigger set in which they are live. */
export class LiveVersion {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly triggers: LiveTriggers["triggers"];
  readonly paused: readonly string[];
  readonly from: number;
  until: number;
  /** Undefined: an event that a trigger takes starts an execution at once. */
  readonly startPolicies: CompiledStartPolicies | undefined;
  #compiled: CompiledTriggers | undefined;

  readonly #conditions: SharedConditions;

  constructor(
    { id, name, version, triggers, start, paused, from, until }: LiveTriggers,
    conditions = new SharedConditions(),
  ) {
    this.#conditions = conditions;
    this.id = id;
    this.name = name;
    this.version = version;
    this.triggers = triggers;
    this.paused = paused;
    this.from = from;
    this.until = until ?? Infinity;
    this.startPolicies = compileStartPolicies(start ?? undefined);
  }

  /** Those that are paused take no event. Compiled when the first event asks for them. */
  get compiled(): CompiledTriggers {
    return (this.#compiled ??= withoutPaused(compileTriggers(this.triggers, this.id, this.#conditions), this.paused));
  }
}

/** At most so many triggers that are live no more are kept for late events, or as many as are live. */
const MIN_ENDED = 1_000;

/**
 * The triggers of a project in memory: for each version of its trigger set from `from` to `version`, those that are live in it. Changes are
 * added to the index, which is made anew only when half of it has ended.
 */
export class ProjectTriggers {
  #edition = 0;
  #version: number | undefined;
  #from: number;
  /** Those that are live now, whom nearly all events ask. */
  readonly #now = new TriggerIndex<LiveVersion>();
  /** All that are known, for events that were stored before the last change. */
  #index = new TriggerIndex<LiveVersion>();
  #all: LiveVersion[] = [];
  readonly #live = new Map<string, LiveVersion>();
  #forgetAt = MIN_ENDED;
  /** Of all that are known, and of some that are not any more. */
  #conditions = new SharedConditions();

  constructor(from: number) {
    this.#from = from;
  }

  /** The newest version of the set that is known. Undefined: nothing was read yet. */
  get version(): number | undefined {
    return this.#version;
  }

  /** The first version of the set whose triggers are known. */
  get from(): number {
    return this.#from;
  }

  /**
   * Takes what has changed since `this.version`, in the order of the rows' first versions: triggers that are new, or live no more. From
   * now on no event is asked for whose stamp is older than `oldest`.
   */
  take(version: number, rows: readonly LiveTriggers[], oldest: number): void {
    for (const row of rows) {
      const known = this.#live.get(row.id);
      if (known?.from === row.from) known.until = row.until ?? Infinity;
      else this.#add(new LiveVersion(row, this.#conditions));
      if (row.until !== null) this.#end(row.id);
    }
    this.#version = version;
    if (this.#all.length - this.#live.size > this.#forgetAt) this.#forgetBefore(oldest);
  }

  /** The versions that have a trigger for events of this type and source and that are live in this version of the set. */
  find(event: Pick<EventData, "type" | "source">, stamp: number): readonly LiveVersion[] {
    const found = this.#index.find(event);
    const isLive = ({ from, until }: LiveVersion) => from <= stamp && stamp < until;
    return found.every(isLive) ? found : found.filter(isLive);
  }

  /**
   * Another number whenever the order of what `concerned` gives may have changed. Events of the newest version of the set ask an index of
   * their own, so the number changes once for each of them when something is published, and then only when the index is made anew.
   */
  editionOf(stamp: number): number {
    return this.#isNow(stamp) ? -1 - this.#version! : this.#edition;
  }

  /** How many versions an event concerns, and those among them whose conditions may hold. */
  concerned(event: EventData, stamp: number): Concerned<LiveVersion> {
    if (this.#isNow(stamp)) return this.#now.concerned(event);
    const found = this.find(event, stamp);
    return { count: found.length, toAsk: found };
  }

  #isNow(stamp: number): boolean {
    return this.#version !== undefined && stamp >= this.#version;
  }

  #add(live: LiveVersion): void {
    this.#end(live.id);
    this.#all.push(live);
    this.#live.set(live.id, live);
    this.#index.add(live);
    this.#now.add(live);
  }

  #end(id: string): void {
    const known = this.#live.get(id);
    if (known === undefined) return;
    this.#live.delete(id);
    this.#now.remove(known);
  }

  /** Should an event with an older stamp come all the same, the project is read again. */
  #forgetBefore(oldest: number): void {
    this.#all = this.#all.filter(({ until }) => until > oldest);
    this.#index = new TriggerIndex(this.#all);
    this.#conditions = new SharedConditions();
    this.#forgetAt = 2 * Math.max(MIN_ENDED, this.#live.size, this.#all.length - this.#live.size);
    this.#from = oldest;
    this.#edition += 1;
  }
}
