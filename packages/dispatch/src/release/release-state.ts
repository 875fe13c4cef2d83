import {
  concurrencyQueue,
  countPlaces,
  findQueues,
  loadMarks,
  throttleQueue,
  type Database,
  type HeldStart,
  type MarksRequest,
  type MarkToWrite,
  type StartMark,
} from "@tempograph/db";

/**
 * What the start policies of a workflow need to know: loaded once for all pairs of a batch, then kept up to date by the decisions. The
 * caller holds the workflow's lock, so nobody else changes it.
 */
export class ReleaseState {
  /** Milliseconds since the epoch, on the database's clock. */
  readonly now: number;
  readonly newMarks: MarkToWrite[] = [];
  /** By policy and key, the newest first. */
  readonly #marks = new Map<string, StartMark[]>();
  readonly #queues: Set<string>;
  readonly #places: Map<string, number>;

  private constructor(
    now: number,
    marks: readonly StartMark[],
    queues: ReadonlySet<string>,
    places: Map<string, number>,
  ) {
    this.now = now;
    for (const mark of marks) this.#list(mark.policy, mark.key).push(mark);
    this.#queues = new Set(queues);
    this.#places = places;
  }

  static async load(trx: Database, workflowId: string, rows: readonly HeldStart[], now: number): Promise<ReleaseState> {
    const plans = rows.map(({ plan }) => plan);
    const throttles = plans.flatMap(({ throttle }) => throttle ?? []);
    const requests = [
      ...plans.flatMap(({ dedupe }) => (dedupe ? [{ policy: "dedupe", key: dedupe.key, most: 1 }] : [])),
      ...plans.flatMap(({ rateLimit: r }) => (r ? [{ policy: "rateLimit", key: r.key, most: r.limit }] : [])),
      ...throttles.map(({ key, limit }) => ({ policy: "throttle", key, most: limit })),
    ];
    const marks = await loadMarks(trx, workflowId, mostOfEach(requests));
    const concurrency = [...new Set(plans.flatMap((plan) => plan.concurrency?.key ?? []))];
    const names = [...concurrency.map(concurrencyQueue), ...throttles.map(({ key }) => throttleQueue(key))];
    const queues = names.length === 0 ? [] : await findQueues(trx, workflowId, [...new Set(names)]);
    const places = concurrency.length === 0 ? new Map() : await countPlaces(trx, workflowId, concurrency);
    return new ReleaseState(now, marks, new Set(queues), places);
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
    return this.#queues.has(queue);
  }

  enqueue(queue: string): void {
    this.#queues.add(queue);
  }

  leaveEmpty(queue: string): void {
    this.#queues.delete(queue);
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
