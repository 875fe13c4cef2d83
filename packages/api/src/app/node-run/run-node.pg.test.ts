import { afterAll, beforeAll, expect, test } from "vitest";
import { countRows, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api.stop();
});

const run = async (type: string, body: object) => await api.request("POST", `/node-types/${type}/run`, body);

test("a node type that the machine carries out runs in the API, with the given scope", async () => {
  const before = await countRows(api.db);
  const scope = { payload: { n: 2 }, steps: { "call-1": { total: 40 }, "{{": "x" }, vars: { text: "{{ payload.n }}" } };
  const transform = await run("transform", {
    data: { output: { sum: '{{ steps["call-1"].total + payload.n }}', text: "{{ vars.text }}" } },
    scope,
  });
  // A text in a variable stays a text, even if it looks like a template.
  expect(transform).toMatchObject({
    status: 200,
    body: { status: "completed", port: "out", output: { sum: 42, text: "{{ payload.n }}" }, attempts: 1, logs: [] },
  });
  const branch = await run("branch", {
    data: {
      cases: [
        { label: "big", condition: { ">": [{ var: "steps.call-1.total" }, 10] } },
        { label: "no", else: true },
      ],
    },
    scope,
  });
  expect(branch.body).toMatchObject({ status: "completed", port: "big" });
  const delay = await run("delay", { data: { duration: "P9D" } });
  expect(delay.body).toMatchObject({ status: "completed" });
  expect(delay.body.durationMs).toEqual(expect.any(Number));
  expect(await countRows(api.db)).toEqual(before);
});

test("a failure of the node is a normal answer", async () => {
  const missing = await run("transform", {
    data: { output: "{{ steps.call.total }}" },
    scope: { steps: { call: {} } },
  });
  expect(missing).toMatchObject({
    status: 200,
    body: { status: "failed", output: null, error: { code: "EXPRESSION_PATH_MISSING" } },
  });
  const fail = await run("fail", { data: { code: "LEAD_TOO_COLD", message: "brr" } });
  expect(fail.body).toMatchObject({ status: "failed", error: { code: "LEAD_TOO_COLD", message: "brr" } });
  const rendered = await run("http_call", { data: { url: "{{ raw(payload.url) }}" }, scope: { payload: {} } });
  expect(rendered.body).toMatchObject({ status: "failed", attempts: 0, error: { code: "EXPRESSION_PATH_MISSING" } });
});

test("invalid data is refused with its place", async () => {
  const refused = await run("branch", { data: { cases: [{ condition: { nope: [] } }] } });
  expect(refused).toMatchObject({ status: 400, body: { code: "INVALID_INPUT" } });
  expect(refused.body.path).toMatch(/^\/data\/cases/);
});

test.each([
  ["for_each", { items: [] }],
  ["lock", { key: "k" }],
  ["wait_for_signal", { name: "n" }],
  ["wait_for_event", { eventType: "e" }],
  ["call_workflow", { workflow: "w" }],
  ["approval", { title: "t" }],
])("%s needs an execution", async (type, data) => {
  expect(await run(type, { data })).toMatchObject({ status: 422, body: { code: "NODE_NEEDS_EXECUTION" } });
});

test.each([
  ["/type", "nope", {}, 404],
  ["/data", "http_call", { data: [] }, 400],
  ["/scope/step", "http_call", { scope: { step: {} } }, 400],
  ["/scope/vars", "http_call", { scope: { vars: [] } }, 400],
  ["/scope/event/time", "http_call", { scope: { event: { time: "soon" } } }, 400],
  ["/attempts", "http_call", { attempts: 11 }, 400],
  ["/timeoutMs", "http_call", { timeoutMs: 0 }, 400],
])("refused with its place: %s", async (path, type, body, status) => {
  expect(await run(type, body)).toMatchObject({ status, body: { path } });
});

test("while Temporal is down nothing is carried out, and the answer says so", async () => {
  expect(await run("http_call", { data: { url: "http://127.0.0.1:9/" } })).toMatchObject({
    status: 503,
    body: { code: "TEMPORAL_UNAVAILABLE", detail: expect.stringContaining("nothing was changed") },
  });
});

test("a node can be run over GraphQL", async () => {
  const { body } = await api.graphql(
    `mutation ($input: RunNodeInput!) { runNode(input: $input) { __typename
      ... on RunNodePayload { status output port attempts durationMs logs { message } error { code } }
      ... on Error { code path } } }`,
    { input: { type: "transform", data: { output: "{{ payload.n }}" }, scope: { payload: { n: 1 } } } },
  );
  expect(body.data.runNode).toMatchObject({
    __typename: "RunNodePayload",
    status: "COMPLETED",
    output: 1,
    port: "out",
  });
});
