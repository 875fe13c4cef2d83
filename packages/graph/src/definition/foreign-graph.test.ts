import { expect, test } from "vitest";
import { parseGraph } from "./parse-graph.ts";

const n8n = {
  name: "My workflow",
  nodes: [
    { parameters: {}, id: "1", name: "Webhook", type: "n8n-nodes-base.webhook", typeVersion: 2, position: [0, 0] },
    {
      parameters: { url: "https://example.com" },
      name: "HTTP Request",
      type: "n8n-nodes-base.httpRequest",
      position: [1, 0],
    },
  ],
  connections: { Webhook: { main: [[{ node: "HTTP Request", type: "main", index: 0 }]] } },
};
const states = { Comment: "x", StartAt: "Charge", States: { Charge: { Type: "Task", Resource: "arn:…", End: true } } };

test.each([
  ["n8n", n8n, /n8n/, /data.*edge/],
  ["nodes of n8n alone", { nodes: n8n.nodes }, /n8n/, /data/],
  ["Step Functions", states, /Step Functions/, /http_call.*branch.*delay/],
])("%s is recognised, and the hint shows how to write it here", (_, pasted, name, written) => {
  const { graph, problems } = parseGraph(pasted);
  expect(graph).toBeNull();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ code: "FOREIGN_GRAPH", severity: "error" });
  expect(problems[0]!.message).toMatch(name);
  expect(problems[0]!.hint).toMatch(written);
});

test.each([
  [
    { from: "a", to: "b" },
    ["/edges/0/source", "/edges/0/target"],
    '"from" is written "source", "to" is written "target"',
  ],
  [{ source: "a", to: "b" }, ["/edges/0/target"], '"to" is written "target"'],
])("the hint for an edge written as %j names our fields", (edge, paths, words) => {
  const { problems } = parseGraph({ nodes: [], edges: [edge] });
  expect(problems.map(({ path }) => path)).toEqual(paths);
  expect(problems[0]!.hint).toContain(words);
});

test("a node that has a field of that name in its data is not taken for an n8n workflow", () => {
  expect(parseGraph({ nodes: [{ id: "a", type: "log", data: {}, parameters: {} }] }).problems).toEqual([]);
  expect(parseGraph({ nodes: [{ id: "a", type: "log", parameters: {} }] }).problems).toEqual([]);
});
