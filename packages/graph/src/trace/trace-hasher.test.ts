import { expect, test } from "vitest";
import type { TraceEntry } from "./trace-entry.ts";
import { TraceHasher } from "./trace-hasher.ts";

const entry: TraceEntry = { path: "a", nodeId: "a", type: "probe", kind: "completed", at: 1, port: "out" };

function hash(...entries: readonly TraceEntry[]): string {
  const hasher = new TraceHasher();
  hasher.add(entries);
  return hasher.digest();
}

test("path, kind, port, failure code and order count", () => {
  const other = { ...entry, path: "b" };
  const all = [
    hash(),
    hash(entry),
    hash(entry, other),
    hash(other, entry),
    hash({ ...entry, kind: "failed" }),
    hash({ ...entry, port: "left" }),
    hash({ ...entry, failure: { code: "X", message: "" } }),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test("times do not count: a driver may bring a batch later, together with the next", () => {
  expect(hash({ ...entry, at: 2 })).toBe(hash(entry));
});

test("as executions hashed before, times count", () => {
  const timed = (one: TraceEntry): string => {
    const hasher = new TraceHasher(true);
    hasher.add([one]);
    return hasher.digest();
  };
  expect(timed({ ...entry, at: 2 })).not.toBe(timed(entry));
});

test("how entries are batched does not count", () => {
  const hasher = new TraceHasher();
  hasher.add([entry]);
  hasher.add([{ ...entry, path: "b" }]);
  expect(hasher.digest()).toBe(hash(entry, { ...entry, path: "b" }));
});
