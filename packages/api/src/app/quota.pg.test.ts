import { randomBytes } from "node:crypto";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    tokens: {
      "ann@one": ["admin"],
      "bob@two": ["admin"],
      "eve@three": ["admin"],
      "fay@four": ["admin"],
      "gil@five": ["admin"],
    },
  });
});
afterAll(() => api.stop());

const limit = (id: string, limits: object) => api.request("PUT", `/projects/${id}`, limits);
/** As a dispatcher does with events that start nothing. */
const dispatchAll = (project: string) =>
  api.db.updateTable("events").set({ dispatched_at: new Date() }).where("project", "=", project).execute();
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

test("with as many open executions as there may be, events and starts by hand are accepted and wait, as many as may wait", async () => {
  const bob = api.as("bob@two");
  const workflow = (await bob.request("POST", "/workflows", { name: "w", graph: smallGraph })).body.id;
  expect((await bob.request("POST", `/workflows/${workflow}/publish`, {})).status).toBeLessThan(300);
  const open = await insertExecution(api.db, workflow, { status: "running" });
  await api.db.updateTable("executions").set({ project: "two" }).where("id", "=", open).execute();
  await limit("two", { maxOpenExecutions: 1, maxWaitingEvents: 3 });
  const start = () => bob.request("POST", "/executions", { workflowId: workflow, data: {} });
  expect(await start()).toMatchObject({ status: 201, body: { status: "pending" } });
  await waitFor(async () => (await start()).status === 429);
  const waiting = await api.db
    .selectFrom("executions")
    .select("event_id")
    .where("project", "=", "two")
    .where("status", "=", "pending")
    .execute();
  // More, if this process still remembers that the project had no limit.
  expect(waiting.length).toBeGreaterThanOrEqual(3);
  const [outcome] = (await bob.request("GET", `/events/${waiting[0]!.event_id}/outcomes`)).body.items;
  expect(outcome).toMatchObject({
    ...{ outcome: "held", reason: { code: "START_WAITS_FOR_PLACE" } },
    sentence: "The project two may have 1 open executions at once, and this one waits for its turn.",
  });
  const refused = await send("bob@two");
  expect(refused.body).toMatchObject({ status: 429, code: "QUOTA_EXCEEDED" });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  await api.db.updateTable("executions").set({ status: "running" }).where("project", "=", "two").execute();
  await waitFor(async () => (await send("bob@two")).status === 202);
  await limit("two", { maxOpenExecutions: 0, maxWaitingEvents: 0 });
});

test("beyond its stored megabytes a project stores no more events, until the limit is higher", async () => {
  const text = "abcdefghijklmnopqrstuvwxyz".repeat(2_000);
  const sendLarge = () =>
    api.as("eve@three").request("POST", "/events", { random: randomBytes(300_000).toString("base64"), text });
  expect((await sendLarge()).status).toBe(202);
  expect((await limit("three", { maxStoredMegabytes: 1 })).body).toMatchObject({ maxStoredMegabytes: 1 });
  let refused: Awaited<ReturnType<typeof sendLarge>> | undefined;
  await waitFor(async () => {
    const answer = await sendLarge();
    if (answer.status !== 202) refused = answer;
    return refused !== undefined;
  });
  expect(refused!.body).toMatchObject({ status: 429, code: "QUOTA_EXCEEDED", detail: expect.stringContaining("1 MB") });
  expect(refused!.headers.get("retry-after")).toBe("60");
  const { stored } = await api.db
    .selectFrom("events")
    .select(({ fn }) => fn.countAll<string>().as("stored"))
    .where("project", "=", "three")
    .executeTakeFirstOrThrow();
  // Each is a little over 0.4 MB, and what the process has counted is at most a second old.
  expect(Number(stored)).toBeGreaterThanOrEqual(3);
  expect((await send("bob@two")).status).toBe(202);
  await limit("three", { maxStoredMegabytes: 1_000 });
  await waitFor(async () => (await sendLarge()).status === 202);
});

test("a batch for which the backlog has no room is refused whole, and accepted when dispatchers have made room", async () => {
  const gil = api.as("gil@five");
  const batch = (count: number, key = String(Math.random())) =>
    gil.graphql(
      `mutation ($events: [EventInput!]!) { eventSendBatch(input: { events: $events }) {
         ... on EventSendBatchPayload { results { __typename ... on Error { code } ... on EventSendPayload { deduplicated } } } ... on Error { code } } }`,
      { events: Array.from({ length: count }, (_, n) => ({ type: "x", idempotencyKey: `${key} ${n}` })) },
    );
  const stored = async () =>
    (await api.db.selectFrom("events").select("id").where("project", "=", "five").execute()).length;
  const names = async (answer: ReturnType<typeof batch>) => {
    const { results, code } = (await answer).body.data.eventSendBatch;
    return results?.map((result: { code?: string; __typename: string }) => result.code ?? result.__typename) ?? code;
  };
  expect((await limit("five", { maxWaitingEvents: 5 })).body).toMatchObject({ maxWaitingEvents: 5 });
  expect(await names(batch(3, "first"))).toEqual(Array(3).fill("EventSendPayload"));
  for (let n = 0; n < 2; n++) expect(new Set(await names(batch(3)))).toEqual(new Set(["QUOTA_EXCEEDED"]));
  expect(await stored()).toBe(3);
  // What was accepted before can be repeated.
  expect(await names(batch(3, "first"))).toEqual(Array(3).fill("EventSendPayload"));
  for (let n = 0; n < 2; n++) expect((await send("gil@five")).status).toBe(202);
  const { status, headers } = await send("gil@five");
  expect({ status, retryAfter: Number(headers.get("retry-after")) > 0 }).toEqual({ status: 429, retryAfter: true });
  expect(await stored()).toBe(5);
  await dispatchAll("five");
  await waitFor(async () => (await batch(5, "second")).body.data.eventSendBatch.results[0].deduplicated === false);
  expect(await stored()).toBe(10);
});

test("an event that was sent again before can be repeated with its key, while the project has no room for another", async () => {
  const gil = api.as("gil@five");
  await limit("five", { maxWaitingEvents: 0 });
  await waitFor(async () => (await send("gil@five")).status === 202);
  const { id } = (await send("gil@five")).body;
  const resend = (key: string) => gil.request("POST", `/events/${id}/resend`, { idempotencyKey: key });
  const first = (await resend("once")).body.id;
  await limit("five", { maxWaitingEvents: 1 });
  await waitFor(async () => (await resend(String(Math.random()))).status === 429);
  expect(await resend("once")).toMatchObject({ status: 202, body: { id: first, deduplicated: true } });
});

test("what was accepted since the last count counts: neither events that wait for a dispatcher nor bytes go far beyond a limit", async () => {
  await limit("four", { maxWaitingEvents: 10, maxStoredMegabytes: 1 });
  const statuses = [];
  for (let n = 0; n < 15; n++) statuses.push((await send("fay@four")).status);
  expect(statuses).toEqual([...Array<number>(10).fill(202), ...Array<number>(5).fill(429)]);
  // Events that a dispatcher has taken do not count any more, however soon after.
  await dispatchAll("four");
  await waitFor(async () => (await send("fay@four")).status === 202);
  await dispatchAll("four");
  await limit("four", { maxWaitingEvents: 0 });
  await waitFor(async () => (await api.as("fay@four").request("POST", "/events", { a: 1 })).status === 202);
  const large = { random: randomBytes(400_000).toString("base64") };
  const sent = [];
  for (let n = 0; n < 5; n++) sent.push((await api.as("fay@four").request("POST", "/events", large)).status);
  expect(sent.filter((status) => status === 202).length).toBeLessThanOrEqual(2);
});

test("beyond a limit, what was accepted before can be repeated under its key: events, starts and reruns", async () => {
  const fay = api.as("fay@four");
  await limit("four", { maxWaitingEvents: 0, maxStoredMegabytes: 0 });
  const workflow = (await fay.request("POST", "/workflows", { name: "w", graph: smallGraph })).body.id;
  expect((await fay.request("POST", `/workflows/${workflow}/publish`, {})).status).toBeLessThan(300);
  const ended = await insertExecution(api.db, workflow, { status: "completed" });
  await api.db.updateTable("executions").set({ project: "four" }).where("id", "=", ended).execute();
  const event = (idempotencyKey: string) =>
    fay.graphql(
      `mutation ($key: String!) { eventSend(input: { type: "x", data: {}, idempotencyKey: $key }) { __typename ... on EventSendPayload { deduplicated } ... on Error { code } } }`,
      { key: idempotencyKey },
    );
  const start = (idempotencyKey: string) =>
    fay.request("POST", "/executions", { workflowId: workflow, data: {}, idempotencyKey });
  const rerun = (idempotencyKey: string) => fay.request("POST", `/executions/${ended}/rerun`, { idempotencyKey });
  await waitFor(async () => (await event("one")).body.data.eventSend.deduplicated !== undefined);
  await waitFor(async () => (await start("one")).status < 300);
  await waitFor(async () => (await rerun("one")).status < 300);
  await limit("four", { maxWaitingEvents: 1 });
  await waitFor(async () => (await event(String(Math.random()))).body.data.eventSend.code === "QUOTA_EXCEEDED");
  expect((await event("one")).body.data.eventSend).toMatchObject({ deduplicated: true });
  for (const repeat of [start, rerun]) {
    expect((await repeat("two")).body).toMatchObject({ status: 429, code: "QUOTA_EXCEEDED" });
    expect((await repeat("one")).body).toMatchObject({ deduplicated: true });
  }
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
