import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
let id: string;
beforeAll(async () => {
  api = await startTestApi();
  const made = await api.request("POST", "/workflows", { name: "w", trigger: { eventType: "a" }, graph: graph("one") });
  id = made.body.id as string;
  await api.request("PUT", `/workflows/${id}`, { graph: graph("two") });
  await api.request("PUT", `/workflows/${id}`, { graph: graph("two", { x: 9, y: 9 }), publish: false });
});
afterAll(async () => {
  await api.stop();
});

// start ─▶ notify
function graph(message: string, position = { x: 0, y: 0 }) {
  return {
    nodes: [
      { id: "start", type: "start", data: {}, position },
      { id: "notify", type: "send_notification", data: { toRole: "AE", message } },
    ],
    edges: [{ id: "e1", source: "start", target: "notify" }],
  };
}

test("any two versions can be compared, and a version with the draft", async () => {
  const meaning = await api.request("GET", `/workflows/${id}/diff?from=1&to=2`);
  expect(meaning).toMatchObject({ status: 200, body: { identical: false, sameMeaning: false } });
  expect(meaning.body.nodes.changed).toMatchObject([
    { id: "notify", layout: false, changes: [{ path: "/data/message", before: "one", after: "two" }] },
  ]);
  const layout = await api.request("GET", `/workflows/${id}/diff?from=2&to=draft`);
  expect(layout.body).toMatchObject({ identical: false, sameMeaning: true });
  expect(layout.body.nodes.changed).toMatchObject([{ id: "start", layout: true }]);
  // Without parameters the answer shows what publishing would change.
  expect((await api.request("GET", `/workflows/${id}/diff`)).body).toEqual(layout.body);
  expect((await api.request("GET", `/workflows/${id}/diff?from=2&to=2`)).body).toMatchObject({ identical: true });
});

test("versions are compared over GraphQL, by number and DRAFT", async () => {
  const { body } = await api.graphql(
    `query ($id: ID!) { workflowDiff(workflowId: $id, from: 1, to: "DRAFT") { ... on WorkflowDiff {
      sameMeaning nodes { added removed reordered changed { id layout changes { path kind before after layout } } }
      edges { added changed { id } } triggers { added { id } changed { id } } settings { path } other { path } } } }`,
    { id },
  );
  expect(body.data.workflowDiff).toMatchObject({ sameMeaning: false, edges: { added: [], changed: [] } });
  expect(body.data.workflowDiff.nodes.changed.map((change: { id: string }) => change.id)).toEqual(["notify", "start"]);
});

test("an unknown workflow or version is refused with its name", async () => {
  const diff = async (query: string) => await api.request("GET", `/workflows/${query}`);
  expect(await diff(`${id}/diff?from=7&to=1`)).toMatchObject({ status: 404, body: { path: "/from" } });
  expect(await diff(`${id}/diff?from=1&to=x`)).toMatchObject({ status: 400, body: { path: "/to" } });
  expect(await diff("wf_no/diff")).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
});

test("a rollback publishes an old version again: new events start it, and its number and the draft stay", async () => {
  const back = await api.request("POST", `/workflows/${id}/publish`, { version: 1 });
  expect(back).toMatchObject({
    status: 200,
    body: { publishedVersion: 1, latestVersion: 2, version: 1, problems: [] },
  });
  expect(back.body.graph).toEqual(graph("two", { x: 9, y: 9 }));
  const versions = await api.request("GET", `/workflows/${id}/versions`);
  expect(versions.body.items.map((version: { version: number }) => version.version)).toEqual([2, 1]);
  // Publish the newer version again. The next new version gets a number that was never used.
  await api.request("POST", `/workflows/${id}/publish`, { version: 2 });
  const next = await api.request("POST", `/workflows/${id}/publish`, {});
  expect(next.body).toMatchObject({ publishedVersion: 3, version: 3 });
});

test("a draft may be saved with errors, but not published; an inline graph is checked without saving", async () => {
  const bad = { nodes: [{ id: "a", type: "nope", data: {} }], edges: [] };
  const saved = await api.request("PUT", `/workflows/${id}`, { graph: bad, publish: false });
  expect(saved.status).toBe(200);
  expect(saved.body.problems).toMatchObject([
    {
      code: "UNKNOWN_NODE_TYPE",
      severity: "error",
      node: "a",
      path: "/graph/nodes/0/type",
      message: expect.any(String),
      hint: expect.any(String),
    },
  ]);
  expect(await api.request("POST", `/workflows/${id}/publish`, {})).toMatchObject({
    status: 422,
    body: { code: "INVALID_GRAPH" },
  });
  const { body } = await api.graphql(
    `query ($graph: JSON!) { validateGraph(graph: $graph) { publishable problems { code severity node path message hint } } }`,
    { graph: bad },
  );
  expect(body.data.validateGraph).toMatchObject({
    publishable: false,
    problems: [{ code: "UNKNOWN_NODE_TYPE", severity: "ERROR", node: "a", path: "/nodes/0/type" }],
  });
});
