import { setTimeout as sleep } from "node:timers/promises";

export interface BatcherOptions<Item, Result> {
  /** Carries out many items together, all or none, and returns one result for each item, in their order. */
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** How much an item adds to a batch. Default 1. */
  readonly weigh?: (item: Item) => number;
  /** The greatest weight of a batch. A heavier item is carried out alone. */
  readonly maxWeight: number;
  /** The most batches under way at the same time. Default 1. */
  readonly lanes?: number;
  /** Whether one of the items caused the error of a batch. Each item is then carried out again, alone. Default: never. */
  readonly isItemsOwn?: (error: unknown) => boolean;
  /** Milliseconds between two batches of a lane, during which the next batch collects items. The first batch begins at once. Default 0. */
  readonly gapMs?: number;
  /** Milliseconds that an item waits at least. Default 0. */
  readonly lingerMs?: number;
}

/**
 * Lets concurrent calls share a statement or a transaction: while a batch is under way, later calls collect in the next one. A
 * single call begins at once.
 */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly weight: number;
    readonly since: number;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  const { weigh = () => 1, lanes = 1, isItemsOwn = () => false, gapMs = 0, lingerMs = 0 } = options;
  const waiting: Waiting[] = [];
  let underWay = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || underWay >= lanes || waiting.length === 0) return;
    scheduled = true;
    const left = waiting[0]!.since + lingerMs - performance.now();
    if (left > 0) setTimeout(begin, left);
    // Wait for one turn of the event loop, so that calls of the same moment share a batch.
    else setImmediate(begin);
  }

  function begin(): void {
    scheduled = false;
    void runLane(waiting.splice(0, batchLength()));
    schedule();
  }

  function batchLength(): number {
    let weight = 0;
    const end = waiting.findIndex((one, index) => (weight += one.weight) > options.maxWeight && index > 0);
    return end === -1 ? waiting.length : end;
  }

  async function runLane(batch: readonly Waiting[]): Promise<void> {
    underWay += 1;
    await carryOut(batch);
    if (gapMs > 0) await sleep(gapMs);
    underWay -= 1;
    schedule();
  }

  async function carryOut(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await options.work(batch.map(({ item }) => item));
      for (const [index, one] of batch.entries()) one.resolve(results[index] as Result);
    } catch (error) {
      if (batch.length > 1 && isItemsOwn(error)) for (const one of batch) await carryOut([one]);
      else for (const one of batch) one.reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, weight: weigh(item), since: performance.now(), resolve, reject });
      schedule();
    });
}
