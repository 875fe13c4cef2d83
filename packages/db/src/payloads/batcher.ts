export interface BatcherOptions<Item, Result> {
  /** Results in the order of the items. */
  work(items: readonly Item[]): Promise<readonly Result[]>;
  weigh(item: Item): number;
  /** A batch ends behind the item that brings it here. */
  readonly maxWeight: number;
  /** Batches under way at once. */
  readonly lanes: number;
}

/** Does together what is asked for in one moment: an activation's payloads come one by one, and cost a round trip each. */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    resolve(result: Result): void;
    reject(error: unknown): void;
  }
  let waiting: Waiting[] = [];
  let scheduled = false;
  let underWay = 0;

  function schedule(): void {
    if (scheduled || underWay >= options.lanes || waiting.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      void run(take()).finally(() => {
        underWay -= 1;
        schedule();
      });
      underWay += 1;
      schedule();
    });
  }

  function take(): Waiting[] {
    let weight = 0;
    let count = 0;
    while (count < waiting.length && weight < options.maxWeight) weight += options.weigh(waiting[count++]!.item);
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  async function run(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await options.work(batch.map(({ item }) => item));
      for (const [index, one] of batch.entries()) one.resolve(results[index]!);
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
