import { setTimeout as sleep } from "node:timers/promises";

export interface GroupCommitOptions<Item, Answer> {
  /** Carries out many items at once, all or none; one answer for each, in their order. */
  readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** How much an item adds to a group; a group stays below `maxWeight`, unless it is a single item. */
  readonly weigh: (item: Item) => number;
  readonly maxWeight: number;
  /** Whether the error is some item's own, so that the others have a chance without it. */
  readonly isItemsOwn: (error: unknown) => boolean;
  /** Milliseconds between two groups, in which the later one gathers. The first after a pause goes at once. Default 0. */
  readonly gapMs?: number;
}

/**
 * Lets concurrent calls share a transaction: while one group is under way the next one gathers. Alone, a call waits for
 * nothing. An error of one item does not touch its neighbours: the group is then taken apart.
 */
export function createGroupCommit<Item, Answer>(
  options: GroupCommitOptions<Item, Answer>,
): (item: Item) => Promise<Answer> {
  type Waiting = { item: Item; weight: number; resolve: (answer: Answer) => void; reject: (error: unknown) => void };
  const { gapMs = 0 } = options;
  const waiting: Waiting[] = [];
  let underWay = false;

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const answers = await options.write(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      if (group.length > 1 && options.isItemsOwn(error)) for (const one of group) await writeGroup([one]);
      else for (const { reject } of group) reject(error);
    }
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await writeGroup(waiting.splice(0, groupSize()));
      if (gapMs > 0) await sleep(gapMs);
    }
    underWay = false;
  }

  function groupSize(): number {
    let weight = 0;
    const end = waiting.findIndex((one, index) => (weight += one.weight) > options.maxWeight && index > 0);
    return end === -1 ? waiting.length : end;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, weight: options.weigh(item), resolve, reject });
      if (underWay) return;
      underWay = true;
      // One turn of the event loop: requests that arrived together travel together.
      setImmediate(() => void run());
    });
}
