import type { Json } from "@tempograph/graph";
import { expect, test } from "vitest";
import { sampleInLoops, type LoopAround } from "./sample-in-loops.ts";

const order: Json = { id: 7, lines: ["a", "b"] };
const payload: Json = { orders: [order, { id: 8 }] };
const orders: LoopAround = { over: "items", items: "{{ payload.orders }}" };
const at = (...loops: readonly LoopAround[]) => sampleInLoops({ loops, scope: { payload } });

test("inside of a loop a node reads the first item, and a loop inside of it reads on", () => {
  expect(at()).toEqual({ payload });
  expect(at(orders)).toEqual({ payload, index: 0, item: order });
  expect(at(orders, { over: "items", items: "{{ item.lines }}" })).toEqual({ payload, index: 0, item: "a" });
  expect(at(orders, { over: "rounds", items: null })).toEqual({ payload, index: 0, item: order });
});

test("where the list cannot be read, there is no item, not even that of the loop around it", () => {
  expect(at(orders, { over: "items", items: "{{ item. }}" })).toEqual({ payload, index: 0 });
  expect(sampleInLoops({ loops: [orders], scope: {} })).toEqual({ index: 0 });
});
