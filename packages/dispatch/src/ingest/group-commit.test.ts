import { expect, test } from "vitest";
import { createGroupCommit } from "./group-commit.ts";

function setup(maxWeight: number, isItemsOwn = true) {
  const groups: number[][] = [];
  const add = createGroupCommit<number, number>({
    async write(items) {
      groups.push([...items]);
      await new Promise((resolve) => setImmediate(resolve));
      if (items.some((item) => item < 0)) throw new Error(`bad ${items.join()}`);
      return items.map((item) => item * 10);
    },
    weigh: () => 1,
    maxWeight,
    isItemsOwn: () => isItemsOwn,
  });
  return { groups, add };
}

test("calls of one moment travel together, those that come meanwhile in the next group", async () => {
  const { groups, add } = setup(100);
  const first = [add(1), add(2)];
  await new Promise((resolve) => setImmediate(resolve));
  const second = [add(3), add(4)];
  expect(await Promise.all([...first, ...second])).toEqual([10, 20, 30, 40]);
  expect(groups).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("a group stays below its weight; a heavy item goes alone", async () => {
  const { groups, add } = setup(2);
  expect(await Promise.all([1, 2, 3, 4, 5].map(add))).toEqual([10, 20, 30, 40, 50]);
  expect(groups).toEqual([[1, 2], [3, 4], [5]]);
  const tiny = setup(0);
  expect(await Promise.all([1, 2].map(tiny.add))).toEqual([10, 20]);
  expect(tiny.groups).toEqual([[1], [2]]);
});

test("a bad item does not touch its neighbours; a broken connection fails all, written once", async () => {
  const { add } = setup(100);
  const results = await Promise.allSettled([add(1), add(-2), add(3)]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await add(4)).toBe(40);
  const broken = setup(100, false);
  const all = await Promise.allSettled([broken.add(1), broken.add(-2)]);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(broken.groups).toHaveLength(1);
});
