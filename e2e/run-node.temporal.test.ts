import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEchoServer, type EchoServer } from "../examples/demo/src/echo-server.ts";
import { createWorkflow, runToEnd, startTestStack, type TestStack } from "./support/start-test-stack.ts";

let echo: EchoServer;
let moody: Server;
let moodyHost: string;
const keys: unknown[] = [];
let stack: TestStack;
beforeAll(async () => {
  echo = await startEchoServer();
  // The server answers 503 twice and then 200. At /silent it never answers.
  moody = createServer((request, response) => {
    if (request.url === "/silent") return;
    keys.push(request.headers["idempotency-key"]);
    response.writeHead(keys.length < 3 ? 503 : 200).end();
  });
  await new Promise<void>((listens) => moody.listen(0, "127.0.0.1", listens));
  moodyHost = `127.0.0.1:${(moody.address() as AddressInfo).port}`;
  stack = await startTestStack({ TEMPOGRAPH_EGRESS_ALLOW: `${echo.host},${moodyHost}` });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  await echo?.stop();
  moody?.closeAllConnections();
  moody?.close();
});

interface NodeRun {
  readonly __typename: string;
  readonly status: string;
  readonly input: Record<string, unknown>;
  readonly output: Record<string, unknown>;
  readonly port: string | null;
  readonly attempts: number | null;
  readonly durationMs: number;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly logs: readonly { readonly level: string; readonly message: string; readonly fields: unknown }[];
}

async function runNode(input: object): Promise<NodeRun> {
  const { runNode: run } = await stack.graphql<{ runNode: NodeRun }>(
    `mutation ($input: RunNodeInput!) { runNode(input: $input) { __typename
      ... on RunNodePayload { status input output port attempts durationMs error { code message hint } logs { level message fields } }
      ... on Error { code message hint } } }`,
    { input },
  );
  return run;
}

test("a node runs in the worker with its side effect, and its templates are rendered with the given scope", async () => {
  const run = await runNode({
    type: "http_call",
    data: { method: "POST", url: `${echo.url}/{{ steps.find.path }}`, body: { who: "{{ payload.name }}" } },
    scope: { payload: { name: "Ada" }, steps: { find: { path: "../people?all" } } },
  });
  expect(run).toMatchObject({ status: "COMPLETED", port: "out", attempts: 1, error: null, output: { status: 200 } });
  expect(run.input).toMatchObject({ url: `${echo.url}/..%2Fpeople%3Fall`, body: { who: "Ada" } });
  expect(echo.requests).toHaveLength(1);
  expect(run.durationMs).toEqual(expect.any(Number));
});

test("the lines that a node logs are returned without secrets", async () => {
  const run = await runNode({ type: "log", data: { message: "hello", fields: { password: "hunter2", n: 1 } } });
  expect(run).toMatchObject({ status: "COMPLETED", logs: [{ level: "info", message: "hello" }] });
  expect(JSON.stringify(run.logs)).not.toContain("hunter2");
});

test("a failure is returned with code and attempts and without secrets; there is one attempt unless more are requested", async () => {
  const once = await runNode({ type: "http_call", data: { url: "http://u:hunter2@10.0.0.1/?token=hunter2" } });
  expect(once).toMatchObject({ status: "FAILED", attempts: 1, error: { code: "EGRESS_REFUSED" } });
  expect(JSON.stringify(once.error)).not.toContain("hunter2");
  const invalid = await runNode({ type: "http_call", data: { url: 7 } });
  expect(invalid).toMatchObject({ status: "FAILED", error: { code: "INPUT_INVALID" } });
});

test("all attempts of a run have the same idempotency key", async () => {
  const url = `http://${moodyHost}/`;
  const once = await runNode({ type: "http_call", data: { method: "POST", url } });
  expect(once).toMatchObject({ status: "FAILED", attempts: 1, error: { code: "HTTP_STATUS" } });
  const retried = await runNode({ type: "http_call", attempts: 3, data: { method: "POST", url } });
  expect(retried).toMatchObject({ status: "COMPLETED", attempts: 2 });
  expect(keys).toHaveLength(3);
  expect(keys[0]).not.toBe(keys[1]);
  expect(keys[1]).toBe(keys[2]);
});

test("a node that takes too long is stopped after the given time", async () => {
  const run = await runNode({ type: "http_call", timeoutMs: 500, data: { url: `http://${moodyHost}/silent` } });
  expect(run).toMatchObject({ status: "FAILED", port: null, attempts: null });
  expect(run.error?.code).toMatch(/^TIMEOUT_/);
});

test("an output so large that it is sent as a reference is returned completely", async () => {
  const text = "x".repeat(100_000);
  const run = await runNode({ type: "http_call", data: { method: "POST", url: echo.url, body: { text } } });
  expect(run).toMatchObject({ status: "COMPLETED", input: { body: { text } } });
});

test("emit_event also works without an execution, and its event is stored", async () => {
  const run = await runNode({ type: "emit_event", data: { eventType: "tried.out", data: { n: 1 } } });
  expect(run).toMatchObject({ status: "COMPLETED", output: { eventId: expect.any(String) } });
  const { event } = await stack.graphql<{ event: unknown }>("query ($id: ID!) { event(id: $id) { type data } }", {
    id: run.output["eventId"],
  });
  expect(event).toEqual({ type: "tried.out", data: { n: 1 } });
});

test("the runs of nodes are not executions, and executions work as before", async () => {
  const { executions } = await stack.graphql<{ executions: { nodes: unknown[] } }>(
    "{ executions(first: 1) { nodes { id } } }",
  );
  expect(executions.nodes).toEqual([]);
  await createWorkflow(stack, "after", { nodes: [{ id: "l", type: "log", data: { message: "m" } }], edges: [] });
  expect(await runToEnd(stack, "after", {})).toMatchObject({ status: "COMPLETED", mirrorOk: true });
}, 60_000);

test("the rules of the project hold for its executions and for nodes that are tried, within seconds after they were changed", async () => {
  const update = async (rules: object) =>
    await stack.graphql(
      `mutation ($input: ProjectUpdateInput!) { projectUpdate(input: $input) { ... on ProjectUpdatePayload { project { egressOnly egressDeny } } } }`,
      { input: { id: "main", ...rules } },
    );
  const call = { type: "http_call", data: { url: `http://${moodyHost}/` } };
  await update({ egressDeny: [moodyHost] });
  const refused = await waitFor(async () => {
    const run = await runNode(call);
    return run.status === "FAILED" && run;
  });
  expect(refused.error).toMatchObject({ code: "EGRESS_REFUSED", message: expect.stringContaining("the project main") });
  const node = { id: "call", ...call, settings: { retry: { maximumAttempts: 1 } } };
  await createWorkflow(stack, "refused", { nodes: [node], edges: [] });
  const run = await runToEnd(stack, "refused", {});
  expect(run).toMatchObject({ mirrorOk: true, steps: { nodes: [{ path: "call", status: "FAILED" }] } });
  await update({ egressDeny: [] });
  await waitFor(async () => (await runNode(call)).status === "COMPLETED");
}, 60_000);
