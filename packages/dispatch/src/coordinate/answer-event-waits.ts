import {
  findEventWaits,
  listEventWaitPaths,
  shareEventTypes,
  takeEventWaits,
  type Database,
  type EventFilterKey,
  type EventWait,
  type TakenWait,
  type WaitCandidate,
} from "@tempograph/db";
import { createGiveWay } from "@tempograph/runtime";
import { patternKeysOf, type EventData, type Json } from "@tempograph/graph";
import { canonicalText } from "./correlation-key.ts";
import { eventCondition, eventField, type EventCondition } from "./event-condition.ts";
import { nodePath } from "./node-path.ts";

export interface ArrivedEvent {
  readonly project: string;
  readonly event: EventData;
  readonly receivedAt: Date;
}

const PAGE = 1_000;

/**
 * Gives claimed events to the steps that wait for them, in the dispatcher's transaction. Each wait takes the first event that
 * fits, and its row is deleted; many waits may take the same event. An event is dispatched once, even if it was sent twice
 * under one idempotency key, so no wait takes it twice. `lockEventType` explains why no event is missed.
 */
export async function answerEventWaits(trx: Database, arrived: readonly ArrivedEvent[]): Promise<void> {
  const filters = filtersOf(arrived);
  await shareEventTypes(trx, filters);
  const paths = await listEventWaitPaths(trx, filters);
  if (paths.length === 0) return;
  const candidates = candidatesOf(arrived, paths);
  if (candidates.length === 0) return;
  const conditions = new Map<string, EventCondition>();
  const giveWay = createGiveWay();
  for (let afterId = 0; ;) {
    const page = await findEventWaits(trx, candidates, afterId, PAGE);
    const taken: TakenWait[] = [];
    for (const wait of page) {
      await giveWay();
      const fits = firstThatFits(wait, arrived, conditions);
      if (fits === undefined) continue;
      const reply = { event: fits.event as unknown as Json };
      taken.push({ id: wait.id, nodePath: nodePath(wait.path), eventId: fits.event.id, reply });
    }
    if (taken.length > 0) await takeEventWaits(trx, taken);
    if (page.length < PAGE) return;
    afterId = page.at(-1)!.id;
  }
}

/** The patterns of waits that an event may fit, each once, in the events' projects. */
function filtersOf(arrived: readonly ArrivedEvent[]): readonly EventFilterKey[] {
  const found = new Map<string, EventFilterKey>();
  for (const { project, event } of arrived)
    for (const filter of patternKeysOf(event.type)) found.set(`${project}/${filter}`, { project, filter });
  return [...found.values()];
}

function firstThatFits(
  { project, filter, match, workflow, since }: EventWait,
  arrived: readonly ArrivedEvent[],
  conditions: Map<string, EventCondition>,
): ArrivedEvent | undefined {
  const key = `${filter}\n${JSON.stringify(match)}`;
  let condition = conditions.get(key);
  if (condition === undefined) conditions.set(key, (condition = eventCondition(filter, match)));
  const { matches } = condition;
  return arrived.find(
    ({ project: owner, event, receivedAt }) => owner === project && receivedAt >= since && matches(event, workflow),
  );
}

/** The waits to load: all those without a correlation key, and those whose key is the value of the event's field. */
function candidatesOf(
  arrived: readonly ArrivedEvent[],
  paths: readonly (EventFilterKey & { readonly path: string })[],
): readonly WaitCandidate[] {
  const fields = new Map(paths.filter(({ path }) => path !== "").map(({ path }) => [path, eventField(path)]));
  return arrived.flatMap(({ project, event }) => {
    const filters = new Set(patternKeysOf(event.type));
    return paths.flatMap(({ project: owner, filter, path }): WaitCandidate[] => {
      if (owner !== project || !filters.has(filter)) return [];
      const field = fields.get(path);
      if (field === undefined) return [{ project, filter, path, value: "" }];
      const value = field(event);
      return value === null ? [] : [{ project, filter, path, value: canonicalText(value) }];
    });
  });
}
