import { setTimeout as sleep } from "node:timers/promises";

export interface BatcherOptions<Item, Result> {
  /** Carries out many items at once, all or none; one result for each, in their order. */
  readonly work: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** How much an item adds to a batch. Default 1. */
  readonly weigh?: (item: Item) => number;
  /** A batch weighs at most so much, unless it is a single item. */
  readonly maxWeight: number;
  /** Batches under way at once. Default 1. */
  readonly lanes?: number;
  /** Whether a batch failed because of one of its items: then each item is tried alone. Default: never. */
  readonly isItemsOwn?: (error: unknown) => boolean;
  /** Milliseconds between two batches of a lane, in which the later one gathers; the first one goes at once. Default 0. */
  readonly gapMs?: number;
}

/**
 * Lets concurrent calls share a statement or a transaction: while batches are under way, the next one gathers. A call
 * that comes alone waits for nothing.
 */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly weight: number;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  const { weigh = () => 1, lanes = 1, isItemsOwn = () => false, gapMs = 0 } = options;
  const waiting: Waiting[] = [];
  let underWay = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || underWay >= lanes || waiting.length === 0) return;
    scheduled = true;
    // One turn of the event loop, so that calls of the same moment share a batch.
    setImmediate(() => {
      scheduled = false;
      void runLane(waiting.splice(0, batchLength()));
      schedule();
    });
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
      waiting.push({ item, weight: weigh(item), resolve, reject });
      schedule();
    });
}
