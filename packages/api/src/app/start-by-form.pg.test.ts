import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const form = (properties: object, required: readonly string[]) => ({
  kind: "manual",
  config: { schema: { type: "object", properties, required, additionalProperties: false } },
});
const graph = { nodes: [{ id: "start", type: "start" }], edges: [] };

async function publish(triggers: readonly object[]): Promise<string> {
  const { status, body } = await api.request("POST", "/workflows", { name: `W ${Math.random()}`, graph, triggers });
  expect(status).toBe(201);
  return body.id as string;
}
const start = (workflowId: string, data: unknown) => api.request("POST", "/executions", { workflowId, data });

test("a start by hand has to fit the form of one trigger of the kind manual; the error names the place", async () => {
  const id = await publish([
    { ...form({ orderId: { type: "string" }, total: { type: "number" } }, ["orderId"]), id: "a" },
    { ...form({ refund: { type: "string" } }, ["refund"]), id: "b" },
  ]);
  expect((await start(id, { orderId: "7" })).status).toBe(201);
  expect((await start(id, { refund: "7" })).status).toBe(201);
  expect(await start(id, { orderId: "7", total: "much" })).toMatchObject({
    status: 400,
    body: { code: "INVALID_INPUT", path: "/data/total", hint: expect.any(String), problems: [{ path: "/data/total" }] },
  });
  expect((await start(id, {})).body.code).toBe("INVALID_INPUT");
});

test("a workflow without a form takes any data, and so does a form without a schema", async () => {
  expect((await start(await publish([{ eventType: "x" }]), { any: 1 })).status).toBe(201);
  expect((await start(await publish([{ kind: "manual" }, { kind: "manual", id: "b" }]), [1])).status).toBe(201);
});
