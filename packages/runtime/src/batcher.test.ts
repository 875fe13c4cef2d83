import { expect, test } from "vitest";
import { createBatcher, type BatcherOptions } from "./batcher.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

function setup(options: Partial<BatcherOptions<number, number>> = {}) {
  const batches: number[][] = [];
  const add = createBatcher<number, number>({
    async work(items) {
      batches.push([...items]);
      await turn();
      if (items.some((item) => item < 0)) throw new Error(`bad ${items.join()}`);
      return items.map((item) => item * 10);
    },
    maxWeight: 100,
    ...options,
  });
  return { batches, add };
}

test("concurrent calls share a batch; calls that come while it is under way share the next one", async () => {
  const { batches, add } = setup();
  const first = [add(1), add(2)];
  await turn();
  const second = [add(3), add(4)];
  expect(await Promise.all([...first, ...second])).toEqual([10, 20, 30, 40]);
  expect(batches).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("with a linger, calls of several moments share the first batch", async () => {
  const { batches, add } = setup({ lingerMs: 20 });
  const first = add(1);
  for (let turns = 0; turns < 3; turns++) await turn();
  expect(await Promise.all([first, add(2)])).toEqual([10, 20]);
  expect(batches).toEqual([[1, 2]]);
});

test("a batch stays below its weight; a heavier item is carried out alone", async () => {
  const { batches, add } = setup({ maxWeight: 2 });
  expect(await Promise.all([1, 2, 3, 4, 5].map(add))).toEqual([10, 20, 30, 40, 50]);
  expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  const weighed = setup({ maxWeight: 5, weigh: (item) => item });
  await Promise.all([9, 2, 3, 1].map(weighed.add));
  expect(weighed.batches).toEqual([[9], [2, 3], [1]]);
});

test("there are at most as many batches under way as lanes", async () => {
  const begun: (() => void)[] = [];
  const work = (items: readonly number[]) =>
    new Promise<readonly number[]>((resolve) => begun.push(() => resolve(items)));
  const { add } = setup({ maxWeight: 1, lanes: 2, work });
  const all = Promise.all([1, 2, 3].map(add));
  while (begun.length < 2) await turn();
  for (let i = 0; i < 5; i++) await turn();
  expect(begun).toHaveLength(2);
  begun[0]!();
  while (begun.length < 3) await turn();
  begun[1]!();
  begun[2]!();
  expect(await all).toEqual([1, 2, 3]);
});

test("an item's own error does not affect other items; any other error fails the whole batch without another attempt", async () => {
  const { add } = setup({ isItemsOwn: () => true });
  const results = await Promise.allSettled([add(1), add(-2), add(3)]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await add(4)).toBe(40);
  const broken = setup();
  const all = await Promise.allSettled([broken.add(1), broken.add(-2)]);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(broken.batches).toHaveLength(1);
});
