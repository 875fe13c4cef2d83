import {
  findEventWaits,
  listEventWaitPaths,
  shareEventTypes,
  takeEventWaits,
  type Database,
  type EventFilterKey,
  type EventWait,
  type TakenWait,
} from "@tempograph/db";
import { createGiveWay } from "@tempograph/runtime";
import { patternKeysOf, type EventData } from "@tempograph/graph";
import type { ConditionTime } from "../match/condition-time.ts";
import { canonicalText } from "./correlation-key.ts";
import { eventCondition, eventField, type EventCondition } from "./event-condition.ts";
import { nodePath } from "./node-path.ts";

export interface ArrivedEvent {
  readonly project: string;
  readonly event: EventData;
  readonly receivedAt: Date;
  /** The event has been compared with the waits up to this id. Later waits have greater ids, because both take the lock of the type. */
  waitsUpTo: number;
}

const PAGE = 1_000;
/** Characters of replies that are written at once. An event may be large, and many waits may take it. */
const MAX_REPLIES = 4 * 1024 * 1024;

/**
 * Gives claimed events to the steps that wait for them, in the dispatcher's transaction. Each wait takes the first event that
 * fits, and its row is deleted; many waits may take the same event. An event is dispatched once, even if it was sent twice
 * under one idempotency key, so no wait takes it twice. `lockEventType` explains why no event is missed.
 *
 * Answers the projects whose time was up before their events had been compared with all waits. The transaction may keep what it has done
 * for them; their events have to be passed again.
 */
export async function answerEventWaits(
  trx: Database,
  arrived: readonly ArrivedEvent[],
  time: ConditionTime,
): Promise<ReadonlySet<string>> {
  const unfinished = new Set<string>();
  const filters = filtersOf(arrived);
  if (filters.length === 0) return unfinished;
  await shareEventTypes(trx, filters);
  const paths = await listEventWaitPaths(trx, filters);
  if (paths.length === 0) return unfinished;
  const candidates = candidatesOf(arrived, paths);
  const byProject = Map.groupBy(arrived, ({ project }) => project);
  const conditions = new Map<string, EventCondition>();
  const giveWay = createGiveWay();
  for (;;) {
    const left = candidates.filter(({ arrived: { project } }) => !unfinished.has(project));
    if (left.length === 0) return unfinished;
    const keys = left.map(({ arrived: { waitsUpTo }, ...candidate }) => ({ ...candidate, after: waitsUpTo }));
    const [page, tookMs] = await time.timed(findEventWaits(trx, keys, PAGE));
    const fitting = new FittingWaits(trx, time);
    for (const wait of page) {
      await giveWay();
      const fits = firstThatFits(wait, byProject.get(wait.project) ?? [], conditions, time);
      if (fits === "time is up") unfinished.add(wait.project);
      else if (fits !== undefined) await fitting.add(wait, fits.event);
    }
    await fitting.take();
    if (page.length < PAGE) return unfinished;
    for (const { project } of page) time.add(project, tookMs / page.length);
    for (const each of arrived)
      if (!unfinished.has(each.project)) each.waitsUpTo = Math.max(each.waitsUpTo, page.at(-1)!.id);
    for (const project of byProject.keys()) if (time.isUp(project)) unfinished.add(project);
  }
}

/** Ends waits with their events, many in one statement. */
class FittingWaits {
  readonly #trx: Database;
  readonly #time: ConditionTime;
  #taken: (TakenWait & { readonly project: string })[] = [];
  readonly #replies = new Map<string, string>();
  #size = 0;

  constructor(trx: Database, time: ConditionTime) {
    this.#trx = trx;
    this.#time = time;
  }

  async add({ id, project, path }: EventWait, event: EventData): Promise<void> {
    const reply = this.#replies.get(event.id) ?? JSON.stringify({ event });
    this.#replies.set(event.id, reply);
    this.#taken.push({ id, project, nodePath: nodePath(path), eventId: event.id });
    this.#size += reply.length;
    if (this.#size >= MAX_REPLIES) await this.take();
  }

  async take(): Promise<void> {
    if (this.#taken.length === 0) return;
    const [, tookMs] = await this.#time.timed(takeEventWaits(this.#trx, this.#taken, this.#replies));
    for (const { project, eventId } of this.#taken)
      this.#time.add(project, (tookMs * this.#replies.get(eventId)!.length) / this.#size);
    this.#taken = [];
    this.#replies.clear();
    this.#size = 0;
  }
}

/** The patterns of waits that an event may fit, each once, in the events' projects. */
function filtersOf(arrived: readonly ArrivedEvent[]): readonly EventFilterKey[] {
  const found = new Map<string, EventFilterKey>();
  for (const { project, event } of arrived)
    for (const filter of patternKeysOf(event.type)) found.set(`${project}/${filter}`, { project, filter });
  return [...found.values()];
}

/** The first of the project's events that fits the wait, among those that have not been compared with it. */
function firstThatFits(
  { id, project, filter, match, workflow, since }: EventWait,
  arrived: readonly ArrivedEvent[],
  conditions: Map<string, EventCondition>,
  time: ConditionTime,
): ArrivedEvent | "time is up" | undefined {
  for (const each of arrived) {
    if (id <= each.waitsUpTo) continue;
    if (time.isUp(project)) return "time is up";
    const fits = time.measure(project, () => {
      const key = `${filter}\n${JSON.stringify(match)}`;
      let condition = conditions.get(key);
      if (condition === undefined) conditions.set(key, (condition = eventCondition(filter, match)));
      return each.receivedAt >= since && condition.matches(each.event, workflow);
    });
    each.waitsUpTo = id;
    if (fits) return each;
  }
  return undefined;
}

interface Candidate extends EventFilterKey {
  readonly arrived: ArrivedEvent;
  readonly path: string;
  readonly value: string | null;
}

/** The waits to load: all those without a correlation key, and those whose key is the value of the event's field. */
function candidatesOf(
  arrived: readonly ArrivedEvent[],
  paths: readonly (EventFilterKey & { readonly path: string })[],
): readonly Candidate[] {
  const fields = new Map(paths.filter(({ path }) => path !== "").map(({ path }) => [path, eventField(path)]));
  return arrived.flatMap((each) => {
    const { project, event } = each;
    const filters = new Set(patternKeysOf(event.type));
    return paths.flatMap(({ project: owner, filter, path }): Candidate[] => {
      if (owner !== project || !filters.has(filter)) return [];
      const field = fields.get(path);
      if (field === undefined) return [{ arrived: each, project, filter, path, value: "" }];
      const value = field(event);
      return value === null ? [] : [{ arrived: each, project, filter, path, value: canonicalText(value) }];
    });
  });
}
