import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { "ann@one": ["admin"], "bob@two": ["admin"] } });
});
afterAll(() => api.stop());

const limit = (id: string, limits: object) => api.request("PUT", `/projects/${id}`, limits);
const send = (name: string) => api.as(name).request("POST", "/events", { a: 1 });

test("beyond its events per minute a project is told when to come again, and another project is not concerned", async () => {
  expect((await limit("one", { maxEventsPerMinute: 3 })).body).toMatchObject({ id: "one", maxEventsPerMinute: 3 });
  for (let n = 0; n < 3; n++) expect((await send("ann@one")).status).toBe(202);
  const { status, headers, body } = await send("ann@one");
  expect({ status, code: body.code, retryable: body.retryable }).toEqual({
    ...{ status: 429, code: "QUOTA_EXCEEDED", retryable: true },
  });
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(60);
  const graphql = await api
    .as("ann@one")
    .graphql(`mutation { eventSend(input: { type: "x" }) { __typename ... on Error { code retryable } } }`);
  expect(graphql.body.data.eventSend).toMatchObject({ code: "QUOTA_EXCEEDED", retryable: true });
  expect((await send("bob@two")).status).toBe(202);
  expect(await api.db.selectFrom("events").select("id").where("project", "=", "one").execute()).toHaveLength(3);
});

test("a limit that is removed holds no longer", async () => {
  await limit("one", { maxEventsPerMinute: 0 });
  await waitFor(async () => (await send("ann@one")).status === 202);
});

test("with too many open executions neither an event nor a start by hand is accepted, until one has ended", async () => {
  const workflow = (await api.as("bob@two").request("POST", "/workflows", { name: "w", graph: smallGraph })).body.id;
  const id = await insertExecution(api.db, workflow);
  await api.db.updateTable("executions").set({ project: "two" }).where("id", "=", id).execute();
  await limit("two", { maxOpenExecutions: 1 });
  const start = () => api.as("bob@two").request("POST", "/executions", { workflowId: workflow, data: {} });
  await waitFor(async () => (await send("bob@two")).status === 429);
  expect((await start()).body).toMatchObject({ status: 429, code: "QUOTA_EXCEEDED" });
  await api.db.updateTable("executions").set({ status: "completed" }).where("id", "=", id).execute();
  await waitFor(async () => (await send("bob@two")).status === 202);
});

test("only an admin of main sets limits, and only possible ones", async () => {
  expect((await api.as("ann@one").request("PUT", "/projects/one", { maxEventsPerMinute: 0 })).status).toBe(403);
  expect((await limit("nobody", { name: "x" })).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
  expect((await limit("one", { maxOpenExecutions: -1 })).body).toMatchObject({
    status: 400,
    path: "/maxOpenExecutions",
  });
  expect((await limit("one", { name: "One" })).body).toMatchObject({ name: "One", maxOpenExecutions: null });
});
