import { expect, test } from "vitest";
import { routes } from "./generated/routes.ts";
import { makeRequest } from "./make-request.ts";

const target = { url: "http://api.example/tempograph/", token: "t", project: "billing" };

test("fields go into path, query and body", () => {
  expect(makeRequest(routes.workflowPublish, target, { id: "wf/1", version: 2 })).toEqual({
    method: "POST",
    url: "http://api.example/tempograph/workflows/wf%2F1/publish",
    headers: { authorization: "Bearer t", "tempograph-project": "billing", "content-type": "application/json" },
    body: '{"version":2}',
    repeatable: false,
  });
  const after = new Date("2026-11-22T00:00:00Z");
  expect(
    makeRequest(routes.executions, target, { workflowId: "wf_1", status: ["running", "failed"], createdAfter: after })
      .url,
  ).toBe(
    "http://api.example/tempograph/executions?workflow_id=wf_1&status=running%2Cfailed&created_after=2026-11-22T00%3A00%3A00.000Z",
  );
});

test("an event's payload is the whole body, and its key a header", () => {
  const request = makeRequest(routes.eventSend, target, { type: "t", data: [1, 2], idempotencyKey: "k" });
  expect(request).toMatchObject({ url: expect.stringMatching(/\/events\?type=t$/), body: "[1,2]", repeatable: true });
  expect(request.headers["idempotency-key"]).toBe("k");
});

test("a mutation that takes a key gets one, so that it may be sent again", () => {
  const keys = [1, 2].map(() => makeRequest(routes.executionPause, target, { id: "exe_1" }).headers["idempotency-key"]);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[0]).not.toBe(keys[1]);
  expect(makeRequest(routes.executionCancel, target, { id: "exe_1" })).toMatchObject({ repeatable: false });
  expect(makeRequest(routes.validateGraph, target, { graph: {} })).toMatchObject({ repeatable: true });
});

test("a missing part of the path and a field that a query does not take are refused", () => {
  expect(() => makeRequest(routes.workflow, target, {})).toThrow("no `id`");
  expect(() => makeRequest(routes.workflow, target, { id: "" })).toThrow("no `id`");
  expect(() => makeRequest(routes.workflow, target, { id: "wf_1", name: "x" })).toThrow("no field `name`");
});
