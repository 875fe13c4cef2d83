import { expect, test } from "vitest";
import { LockTable, type LockOwner } from "./lock-table.ts";

const owner = (executionId: string, path = "lock"): LockOwner => ({ executionId, path });

function table() {
  const granted: string[] = [];
  return { granted, locks: new LockTable(({ executionId, path }) => granted.push(`${executionId} ${path}`)) };
}

test("first come, first served; a place in the queue can be given back", () => {
  const { granted, locks } = table();
  expect(["a", "b", "c", "d"].map((id) => locks.acquire("k", owner(id)))).toEqual([true, false, false, false]);
  locks.release("k", owner("c"));
  locks.release("k", owner("a"));
  locks.release("k", owner("b"));
  expect(granted).toEqual(["b lock", "d lock"]);
  expect(locks.acquire("other", owner("x"))).toBe(true);
});

test("inside a lock its key is free, beside it it is not; it is given back when all have", () => {
  const { granted, locks } = table();
  expect(locks.acquire("k", owner("a", "outer"))).toBe(true);
  expect(locks.acquire("k", owner("a", "outer/inner"))).toBe(true);
  expect(locks.acquire("k", owner("a", "outer2/inner"))).toBe(false);
  locks.release("k", owner("a", "outer/inner"));
  expect(granted).toEqual([]);
  locks.release("k", owner("a", "outer"));
  expect(granted).toEqual(["a outer2/inner"]);
});

test("what an execution held or waited for is free when it has ended", () => {
  const { granted, locks } = table();
  locks.acquire("k", owner("a"));
  locks.acquire("k", owner("b"));
  locks.acquire("k", owner("c"));
  locks.free("b");
  locks.free("a");
  expect(granted).toEqual(["c lock"]);
});
