import { expect, test } from "vitest";
import { LockTable, type LockOwner } from "./lock-table.ts";

const owner = (executionId: string, path = "lock"): LockOwner => ({ executionId, path });

function table() {
  const granted: string[] = [];
  return { granted, locks: new LockTable(({ executionId, path }) => granted.push(`${executionId} ${path}`)) };
}

test("a lock is granted in the order of requests; a waiting request can be withdrawn", () => {
  const { granted, locks } = table();
  expect(["a", "b", "c", "d"].map((id) => locks.acquire("k", owner(id)))).toEqual([true, false, false, false]);
  locks.release("k", owner("c"));
  locks.release("k", owner("a"));
  locks.release("k", owner("b"));
  expect(granted).toEqual(["b lock", "d lock"]);
  expect(locks.acquire("other", owner("x"))).toBe(true);
});

test("a lock is re-entrant inside its body and blocks others; it is released when every holder has released it", () => {
  const { granted, locks } = table();
  expect(locks.acquire("k", owner("a", "outer"))).toBe(true);
  expect(locks.acquire("k", owner("a", "outer/inner"))).toBe(true);
  expect(locks.acquire("k", owner("a", "outer2/inner"))).toBe(false);
  locks.release("k", owner("a", "outer/inner"));
  expect(granted).toEqual([]);
  locks.release("k", owner("a", "outer"));
  expect(granted).toEqual(["a outer2/inner"]);
});

test("the end of an execution releases the locks that it held and the requests that it waited for", () => {
  const { granted, locks } = table();
  locks.acquire("k", owner("a"));
  locks.acquire("k", owner("b"));
  locks.acquire("k", owner("c"));
  locks.free("b");
  locks.free("a");
  expect(granted).toEqual(["c lock"]);
});
