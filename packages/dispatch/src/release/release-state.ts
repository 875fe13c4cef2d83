import {
  batchQueue,
  concurrencyQueue,
  countPlaces,
  countQueues,
  loadMarks,
  throttleQueue,
  type BatchToWrite,
  type Crowd,
  type Database,
  type DueStarts,
  type HeldStart,
  type MarksRequest,
  type MarkToWrite,
  type QueueRequest,
  type Settled,
  type StartMark,
} from "@tempograph/db";
import type { RanBefore } from "@tempograph/graph";
import { RecentStarts } from "./recent-starts.ts";

/** What a pair becomes now. `ranBefore`: its trigger does not take the event because of this start, and the others are asked. */
export type Decision = "start" | (Omit<Settled, "eventId"> & { readonly ranBefore?: RanBefore });

interface Loaded {
  readonly recent: RecentStarts;
  readonly marks: readonly StartMark[];
  readonly queues: Map<string, number>;
  readonly places: Map<string, number>;
  readonly due: DueStarts;
  /** Whether there are no further pairs that nobody has asked about. */
  readonly isAll: boolean;
}

/**
 * What the start policies of a workflow need to know: loaded once for all pairs of a batch, then kept up to date by the decisions. The
 * caller holds the workflow's lock, so nobody else changes it.
 */
export class ReleaseState {
  /** Milliseconds since the epoch, on the database's clock. */
  readonly now: number;
  readonly newMarks: MarkToWrite[] = [];
  readonly newBatches: BatchToWrite[] = [];
  /** By key, the last event that came when all places of `cancelOldest` were taken. */
  readonly #crowds = new Map<string, Crowd>();
  readonly recent: RecentStarts;
  /** By event, the last decision about its pair. */
  readonly decisions = new Map<string, { readonly pair: HeldStart; readonly decision: Decision }>();
  /** Queues whose first pair has to be looked at again. */
  readonly toWake = new Set<string>();
  /** Whether a pair waits for events that are stored and not dispatched. */
  waitsForEvents = false;
  /** By policy and key, the newest first. */
  readonly #marks = new Map<string, StartMark[]>();
  readonly #queues: Map<string, number>;
  readonly #places: Map<string, number>;
  readonly #open = new Map<string, HeldStart>();
  readonly #grown = new Set<string>();
  readonly #undispatched: number;
  /** Pairs of events that were stored before have been asked. */
  readonly #askedUntil: number;

  private constructor({ recent, marks, queues, places, due, isAll }: Loaded) {
    this.now = due.now;
    this.recent = recent;
    for (const mark of marks) this.#list(mark.policy, mark.key).push(mark);
    this.#queues = queues;
    this.#places = places;
    this.#undispatched = due.undispatched ?? Infinity;
    this.#askedUntil = isAll ? Infinity : (due.fresh.at(-1)?.receivedAt ?? 0);
  }

  /** `pairs`: all about which may be decided. */
  static async load(
    trx: Database,
    workflowId: string,
    { pairs, due, isAll }: { pairs: readonly HeldStart[]; due: DueStarts; isAll: boolean },
  ): Promise<ReleaseState> {
    const plans = pairs.map(({ plan }) => plan);
    const throttles = plans.flatMap(({ throttle }) => throttle ?? []);
    const requests = [
      ...plans.flatMap(({ dedupe }) => (dedupe ? [{ policy: "dedupe", key: dedupe.key, most: 1 }] : [])),
      ...plans.flatMap(({ rateLimit: r }) => (r ? [{ policy: "rateLimit", key: r.key, most: r.limit }] : [])),
      ...throttles.map(({ key, limit }) => ({ policy: "throttle", key, most: limit })),
    ];
    const concurrency = [...new Set(plans.flatMap((plan) => plan.concurrency?.key ?? []))];
    const queues: QueueRequest[] = [
      ...[...concurrency.map(concurrencyQueue), ...throttles.map(({ key }) => throttleQueue(key))].map((queue) => ({
        ...{ queue, most: 1 },
      })),
      ...due.fresh.flatMap(({ plan: { batch }, workflowVersion }) =>
        batch ? [{ queue: batchQueue(workflowVersion, batch.key), most: batch.size }] : [],
      ),
    ];
    return new ReleaseState({
      ...{ due, isAll },
      recent: await RecentStarts.load(trx, workflowId, pairs, due.now),
      marks: await loadMarks(trx, workflowId, mostOfEach(requests)),
      queues: await countQueues(trx, workflowId, [...new Map(queues.map((each) => [each.queue, each])).values()]),
      places: concurrency.length === 0 ? new Map() : await countPlaces(trx, workflowId, concurrency),
    });
  }

  /** Replaces an earlier decision of this round about the same pair. */
  settle(pair: HeldStart, decision: Decision): void {
    this.decisions.set(pair.eventId, { pair, decision });
  }

  /** Whether no pair can come any more whose event was stored before that moment. */
  knowsAllBefore(moment: number): boolean {
    if (this.#undispatched < moment) this.waitsForEvents = true;
    return this.#askedUntil >= moment && this.#undispatched >= moment;
  }

  get crowds(): readonly Crowd[] {
    return [...this.#crowds.values()];
  }

  crowd(crowd: Crowd): void {
    this.#crowds.set(crowd.key, crowd);
  }

  /** The pair of a `debounce` queue that waits. */
  open(queue: string): HeldStart | undefined {
    return this.#open.get(queue);
  }

  setOpen(queue: string, pair: HeldStart): void {
    this.#open.set(queue, pair);
  }

  close(queue: string): void {
    this.#open.delete(queue);
  }

  marks(policy: string, key: string): readonly StartMark[] {
    return this.#list(policy, key);
  }

  mark(mark: MarkToWrite): void {
    this.newMarks.push(mark);
    const list = this.#list(mark.policy, mark.key);
    // Events are asked in the order of their seq, and that of their moments may differ a little.
    const older = list.findIndex(({ at }) => at <= mark.at);
    list.splice(older === -1 ? list.length : older, 0, mark);
  }

  /** Whether pairs wait in it. */
  waits(queue: string): boolean {
    return this.waiting(queue) > 0;
  }

  /** How many pairs wait in it; counted as far as it matters. */
  waiting(queue: string): number {
    return this.#queues.get(queue) ?? 0;
  }

  enqueue(queue: string): void {
    this.#queues.set(queue, this.waiting(queue) + 1);
    this.#grown.add(queue);
  }

  /** Whether a pair has joined it in this round. */
  hasNew(queue: string): boolean {
    return this.#grown.has(queue);
  }

  leaveEmpty(queue: string): void {
    this.#queues.delete(queue);
  }

  wake(queue: string): void {
    this.toWake.add(queue);
  }

  placesTaken(key: string): number {
    return this.#places.get(key) ?? 0;
  }

  takePlace(key: string): void {
    this.#places.set(key, this.placesTaken(key) + 1);
  }

  #list(policy: string, key: string): StartMark[] {
    const name = `${policy}\n${key}`;
    let list = this.#marks.get(name);
    if (list === undefined) this.#marks.set(name, (list = []));
    return list;
  }
}

/** One request for each policy and key: versions may have different limits. */
function mostOfEach(requests: readonly MarksRequest[]): readonly MarksRequest[] {
  const most = new Map<string, MarksRequest>();
  for (const request of requests) {
    const name = `${request.policy}\n${request.key}`;
    if (request.most > (most.get(name)?.most ?? 0)) most.set(name, request);
  }
  return [...most.values()];
}
