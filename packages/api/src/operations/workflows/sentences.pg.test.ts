import { afterAll, beforeAll, expect, test } from "vitest";
import { hotLead, leadGraph } from "../../test-kit/graphs.ts";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

async function create(): Promise<{ readonly id: string }> {
  const { body } = await api.request("POST", "/workflows", { name: "leads", graph: leadGraph, trigger: hotLead });
  return body;
}

test("a workflow is read as sentences, and its changed text is read as a graph that keeps the layout", async () => {
  const { id } = await create();
  const { status, body } = await api.request("GET", `/workflows/${id}/sentences`);
  expect(status).toBe(200);
  expect(body.text).toContain("  wait 1 second");
  expect(body.steps[0].pieces).toContainEqual(expect.objectContaining({ kind: "slot", type: "text" }));
  expect((await api.request("GET", `/workflows/${id}/sentences?version=1`)).body).toEqual(body);

  const { body: asked } = await api.graphql(
    `query ($id: ID!) { workflow(id: $id) { sentences { text } published: sentences(version: "1") { text steps } } }`,
    { id },
  );
  expect(asked.errors).toBeUndefined();
  expect(asked.data.workflow).toEqual({
    sentences: { text: body.text },
    published: { text: body.text, steps: body.steps },
  });

  const text = (body.text as string).replace("wait 1 second", "wait 2 hours");
  const read = await api.request("POST", "/workflows/from-text", { text, workflowId: id });
  expect(read.body.problems).toEqual([]);
  const { body: before } = await api.request("GET", `/workflows/${id}`);
  const delays = (graph: { nodes: { type: string; data: object }[] }) =>
    graph.nodes.filter(({ type }) => type === "delay");
  expect(read.body.graph.nodes.length).toBe(before.graph.nodes.length);
  expect(delays(read.body.graph)[0]!.data).toEqual({ ms: 7_200_000 });
});

test("GraphQL reads a text, and says where it cannot be read", async () => {
  const { body } = await api.graphql(
    `query ($input: WorkflowFromTextInput!) { workflowFromText(input: $input) { ... on TextWorkflow {
      graph triggers { eventType condition } problems { message hint from to line column } } } }`,
    { input: { text: "When order.placed arrives and total is more than 80:\n  set big to true\n  wait banana" } },
  );
  expect(body.errors).toBeUndefined();
  const { graph, triggers, problems } = body.data.workflowFromText;
  expect(triggers).toEqual([{ eventType: "order.placed", condition: { ">": [{ var: "total" }, 80] } }]);
  expect(graph.nodes.map((node: { type: string }) => node.type)).toEqual(["start", "set"]);
  expect(problems).toEqual([
    {
      message: '"banana" has no meaning here.',
      hint: expect.stringContaining("2 hours"),
      from: 78,
      to: 84,
      line: 3,
      column: 8,
    },
  ]);
});

test("an unknown workflow and an unknown version are refused", async () => {
  const { id } = await create();
  expect((await api.request("GET", "/workflows/wf_none/sentences")).status).toBe(404);
  expect((await api.request("GET", `/workflows/${id}/sentences?version=9`)).status).toBe(404);
  expect((await api.request("GET", `/workflows/${id}/sentences?version=x`)).status).toBe(400);
});
