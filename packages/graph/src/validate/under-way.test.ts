import { expect, test } from "vitest";
import { call, found, problems, start, type Node } from "./test-kit.ts";

const each = (id: string, concurrency: number, parentId?: string): Node => ({
  ...{ id, type: "for_each", data: { items: "{{ payload.list }}", concurrency } },
  ...(parentId !== undefined && { parentId }),
});
const many = (count: number): Node[] => Array.from({ length: count }, (_, index) => call(`p${index}`));
const fan = (count: number) => many(count).map(({ id }) => `start ${id}`);

test("500 steps behind one node may run at the same time, and one more gives a warning", () => {
  expect(found([start, ...many(500)], fan(500))).toEqual([]);
  expect(found([start, ...many(501)], fan(501))).toEqual(["warning TOO_MANY_AT_ONCE /nodes/0"]);
});

test("the same bound holds for the first steps of a graph", () => {
  expect(found([...many(502)], ["p0 p1"]).filter((line) => line.includes("TOO_MANY"))).toEqual([]);
  const pairs = [...many(501), { id: "after" }];
  expect(
    found(
      pairs,
      many(501).map(({ id }) => `${id} after`),
    ).filter((line) => line.includes("TOO_MANY")),
  ).toEqual(["warning TOO_MANY_AT_ONCE /nodes"]);
});

test("the numbers of nested loops are multiplied, and the outermost loop that is too wide gets the warning", () => {
  const nested = (outer: number, inner: number) =>
    problems(
      [start, each("rows", outer), each("columns", inner, "rows"), { ...call("work"), parentId: "columns" }],
      ["start rows"],
    ).filter(({ code }) => code === "TOO_MANY_AT_ONCE");
  expect(nested(10, 50)).toEqual([]);
  expect(nested(50, 50)).toMatchObject([{ node: "rows", message: expect.stringContaining("2500 steps") }]);
});

test("literal lists, waits and a concurrency of one are counted exactly", () => {
  const loop: Node = { id: "loop", type: "for_each", data: { items: [1, 2], concurrency: 5_000 } };
  expect(found([start, loop, { ...call("work"), parentId: "loop" }], ["start loop"])).toEqual([]);
  const wait: Node = { id: "wait", type: "delay", data: { ms: 1 }, parentId: "loop" };
  expect(found([start, each("loop", 5_000), wait], ["start loop"])).toEqual([]);
});
