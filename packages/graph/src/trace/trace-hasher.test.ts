import { expect, test } from "vitest";
import type { TraceEntry } from "./trace-entry.ts";
import { TraceHasher } from "./trace-hasher.ts";

const entry: TraceEntry = { path: "a", nodeId: "a", type: "probe", kind: "completed", at: 1, port: "out" };

function hash(...entries: readonly TraceEntry[]): string {
  const hasher = new TraceHasher();
  hasher.add(entries);
  return hasher.digest();
}

test("the hash depends on path, kind, port, failure code and the order of entries", () => {
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

test("the hash does not depend on times, because a driver may bring a batch later, together with the next", () => {
  expect(hash({ ...entry, at: 2 })).toBe(hash(entry));
});

test("the hash of older executions depends on times", () => {
  const timed = (one: TraceEntry): string => {
    const hasher = new TraceHasher(true);
    hasher.add([one]);
    return hasher.digest();
  };
  expect(timed({ ...entry, at: 2 })).not.toBe(timed(entry));
});

test("the hash does not depend on how entries are grouped into batches", () => {
  const hasher = new TraceHasher();
  hasher.add([entry]);
  hasher.add([{ ...entry, path: "b" }]);
  expect(hasher.digest()).toBe(hash(entry, { ...entry, path: "b" }));
});
