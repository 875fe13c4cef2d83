import type { GraphNode, NodeTypeManifest } from "@tempograph/graph";
import { expect, test } from "vitest";
import { stepWords } from "./step-words.ts";

const node = (id: string, type: string, label?: string): GraphNode => ({
  ...{ id, type, data: {}, position: { x: 0, y: 0 } },
  ...(label !== undefined && { label }),
});
const nodes = [
  node("each", "for_each", "Each order"),
  node("work", "http_call", "Do the work"),
  node("go", "http_call"),
  node("a b", "x"),
];
const nodeTypes = new Map([["http_call", { title: "HTTP call" } as NodeTypeManifest]]);
const byId = new Map(nodes.map((one) => [one.id, one]));
const words = (path: string) => stepWords(path, byId, nodeTypes);

test("a step is called by its title, and by its rounds, which are counted from one", () => {
  expect(words("work")).toBe('"Do the work"');
  expect(words("each[3]/work")).toBe('"Do the work" in round 4 of "Each order"');
  expect(words("outer[0]/each[3]/work")).toBe('"Do the work" in round 4 of "Each order" in round 1 of outer');
});

test("a step without a label has its id behind the title of its type", () => {
  expect(words("each[0]/go")).toBe('HTTP call "go" in round 1 of "Each order"');
  expect(words("work!go")).toBe('HTTP call "go"');
  expect(words("a%20b")).toBe('x "a b"');
  expect(words("gone%")).toBe("gone%");
});
