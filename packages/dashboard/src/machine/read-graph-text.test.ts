import { expect, test } from "vitest";
import { readGraphText } from "./read-graph-text.ts";

test("a graph with its triggers is read from JSON text; what is none says why", () => {
  const nodes = [{ id: "start", type: "start", data: {}, position: { x: 1, y: 2 } }];
  const edges = [{ id: "e", source: "start", target: "end" }];
  const triggers = [{ id: "trigger0", eventType: "order.created" }];
  const text = JSON.stringify({ nodes, edges, settings: { durability: "burst" }, triggers });
  expect(readGraphText(text)).toEqual({
    workflow: { graph: { nodes, edges, settings: { durability: "burst" } }, triggers },
    problems: [],
  });
  expect(readGraphText('{ "nodes": [] }').workflow).toEqual({ graph: { nodes: [], edges: [] }, triggers: [] });
  const codes = (wrong: string) => readGraphText(wrong).problems.map(({ code, path }) => `${code} ${path}`);
  expect(codes("{")).toEqual(["JSON_SYNTAX "]);
  expect(codes("[]")).toEqual(["INVALID_GRAPH "]);
  expect(codes('{ "nodes": [{}] }')).toEqual(["MISSING_FIELD /nodes/0/id", "MISSING_FIELD /nodes/0/type"]);
  expect(codes('{ "nodes": [], "triggers": [{ "kind": "nothing" }] }')[0]).toContain("/triggers/0");
});
