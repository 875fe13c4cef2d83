import { expect, test } from "vitest";
import { call, problems, start, type Node } from "./test-kit.ts";

const long = (of: number) => "x".repeat(of);
const box = (id: string, type: string, data: object, parentId?: string): Node => ({
  id,
  type,
  data,
  ...(parentId === undefined ? {} : { parentId }),
});

// each [ try [ a ] ]: each[99999]/try/a!release
test.each<[string, Node[], string, boolean]>([
  ["400 bytes with the round and what stands behind", nested(128, 128, 127), "start e", false],
  ["one more", nested(128, 128, 128), "start e", true],
  ["characters that are encoded", [start, call("承".repeat(44))], `start ${"承".repeat(44)}`, true],
  ["as many that are not", [start, call("x".repeat(128))], `start ${"x".repeat(128)}`, false],
])("a path of %s", (_, nodes, edge, isTooLong) => {
  const [from, to] = edge.split(" ");
  const target = to === "e" ? nodes[1]!.id : to!;
  const codes = problems(nodes, [`${from} ${target}`]).map(({ code }) => code);
  expect(codes.includes("PATH_TOO_LONG")).toBe(isTooLong);
});

function nested(each: number, tried: number, step: number): Node[] {
  const [a, b] = [`e${long(each - 1)}`, `t${long(tried - 1)}`];
  return [
    start,
    box(a, "for_each", { items: [1] }),
    box(b, "try", {}, a),
    { ...call(`s${long(step - 1)}`), parentId: b },
  ];
}
