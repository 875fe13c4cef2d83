import { jsonb } from "@tempograph/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;
const events: string[] = [];
beforeAll(async () => {
  api = await startTestApi({ tokens: { viewer: ["viewer"], "kim@billing": ["admin"] } });
  const triggers = [{ eventType: "lead", condition: { ">": [{ var: "score" }, 80] } }];
  workflow = (await api.request("POST", "/workflows", { name: "leads", graph: smallGraph, triggers })).body.id;
  for (const score of [90, 85, 75, 72, 10])
    events.push((await api.request("POST", "/events?type=lead", { score })).body.id);
  for (let n = 0; n < 5; n += 1) await api.request("POST", "/events?type=other", { score: 99 });
});
afterAll(() => api.stop());

const condition = (rule: unknown) => ({ triggers: [{ eventType: "lead", condition: rule }] });
const ask = (body: object, by: Pick<TestApi, "request"> = api) =>
  by.request("POST", `/workflows/${workflow}/what-if`, body);

test("says how many more would have started, which, and why the published triggers did not take them", async () => {
  const { body } = await ask(condition({ ">": [{ var: "score" }, 70] }));
  expect(body).toMatchObject({ examined: 5, done: true, before: 2, after: 4, more: 2, fewer: 0, failed: 0 });
  expect(body.changed).toEqual([
    { eventId: events[3], change: "more", sentence: 'Trigger "trigger0": score was 72, needs more than 80.' },
    { eventId: events[2], change: "more", sentence: 'Trigger "trigger0": score was 75, needs more than 80.' },
  ]);
});

test("says how many fewer, and counts conditions that cannot be evaluated", async () => {
  const { body } = await ask(condition("{{ payload.score > 80 && payload.score != 90 }}"));
  expect(body).toMatchObject({ before: 2, after: 1, more: 0, fewer: 1 });
  expect(body.changed).toEqual([
    { eventId: events[0], change: "fewer", sentence: 'Trigger "trigger0": score was 90, needs anything but 90.' },
  ]);
  expect((await ask(condition("{{ payload.none > 1 }}"))).body).toMatchObject({ after: 0, fewer: 2, failed: 5 });
});

test("looks at the newest events only, as many as asked for; the draft's triggers are the default", async () => {
  expect((await ask({ ...condition(true), events: 2 })).body).toMatchObject({
    examined: 2,
    before: 0,
    after: 2,
    more: 2,
  });
  expect((await ask({})).body).toMatchObject({ examined: 5, more: 0, fewer: 0 });
  expect((await ask({ events: 10_001 })).body).toMatchObject({ code: "INVALID_INPUT", path: "/events" });
});

test("is refused to who may not read payloads, and finds nothing of another project (I13)", async () => {
  expect((await ask({}, api.as("viewer"))).status).toBe(403);
  expect((await ask({}, api.as("kim@billing"))).status).toBe(404);
});

test("a condition that could not be published is refused with its place, and not counted for each event", async () => {
  expect(await ask(condition("{{ payload. }}"))).toMatchObject({
    status: 422,
    body: { code: "INVALID_GRAPH", path: "/triggers/0/condition", hint: expect.any(String) },
  });
  const when = { time: { timeZone: "Berlin" } };
  expect((await ask({ triggers: [{ eventType: "lead", when }] })).body).toMatchObject({
    path: "/triggers/0/when/time/timeZone",
  });
});

test("answers from what was found out when the events came", async () => {
  const lookup = { node: "http_call", input: { url: "https://crm.example.com" }, as: "crm" };
  const asks = (rule: string, input = lookup.input) => ({
    triggers: [{ id: "t", eventType: "asks", condition: rule, when: { lookup: { ...lookup, input } } }],
  });
  const body = { name: "asks", graph: smallGraph, ...asks("{{ lookup.crm.rating > 5 }}") };
  const { id } = (await api.request("POST", "/workflows", body)).body;
  for (const rating of [9, 4, undefined]) {
    const event_id = (await api.request("POST", "/events?type=asks", {})).body.id;
    const facts = jsonb({ t: { lookup: { crm: { rating } } } });
    if (rating !== undefined)
      await api.db
        .insertInto("condition_facts")
        .values({ project: "main", event_id, workflow_id: id, facts })
        .execute();
  }
  const compare = async (changed: object) => (await api.request("POST", `/workflows/${id}/what-if`, changed)).body;
  expect(await compare(asks("{{ lookup.crm.rating > 3 }}"))).toMatchObject({
    ...{ examined: 3, before: 1, after: 2, more: 1, fewer: 0, failed: 0, undecided: 1 },
    changed: [{ change: "more", sentence: 'Trigger "t": lookup.crm.rating was 4, needs more than 5.' }],
  });
  // Another question was never asked.
  const other = asks("{{ lookup.crm.rating > 3 }}", { url: "https://erp.example.com" });
  expect(await compare(other)).toMatchObject({ before: 1, after: 0, undecided: 3 });
});

test("streams its progress", async () => {
  for (let n = 0; n < 4; n += 1)
    await api.graphql(
      `mutation ($events: [EventInput!]!) { eventSendBatch(input: { events: $events }) { __typename } }`,
      {
        events: Array.from({ length: 30 }, () => ({ type: "lead", data: { score: 1 } })),
      },
    );
  const response = await fetch(`${api.url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({
      query: `subscription ($id: ID!) { whatIfProgress(input: { workflowId: $id }) { examined done before } }`,
      variables: { id: workflow },
    }),
  });
  const reports = (await response.text()).split("\n").flatMap((line) => {
    const found = line.startsWith("data: ") ? JSON.parse(line.slice(6)).data?.whatIfProgress : undefined;
    return found == null ? [] : [found];
  });
  expect(reports.map(({ examined }) => examined)).toEqual([50, 100, 125, 125]);
  expect(reports.at(-1)).toEqual({ examined: 125, done: true, before: 2 });

  const stream = async (body: object) =>
    await fetch(`${api.url}/workflows/${workflow}/what-if/progress`, {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const rest = await (await stream(condition(true))).text();
  const messages = [...rest.matchAll(/^event: (.*)\ndata: (.*)$/gm)].map(([, event, data]) => ({
    event,
    ...(JSON.parse(data!) as { readonly examined?: number; readonly after?: number }),
  }));
  expect(messages.map(({ event, examined }) => [event, examined])).toEqual([
    ...[50, 100, 125, 125].map((examined) => ["report", examined]),
    ["end", undefined],
  ]);
  expect(messages.at(-2)).toMatchObject({ done: true, before: 2, after: 125 });
  const refused = await stream({ events: 0 });
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: "INVALID_INPUT", path: "/events" }]);
});
