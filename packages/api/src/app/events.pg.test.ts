import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const lead = { lead: { source: "LinkedIn", score: 90, title: "CEO" } };
const SEND = `mutation ($input: EventInput!) { eventSend(input: $input) { __typename
  ... on EventSendPayload { deduplicated event { id type source subject time data idempotencyKey receivedAt dispatchedAt matched executions { nodes { id } } } }
  ... on Error { code path hint } } }`;

test("GraphQL: an event is stored with its attributes and found by its id", async () => {
  const input = {
    type: "lead.created",
    data: lead,
    source: "crm",
    subject: "lead/7",
    time: "2026-11-21T10:30:00+01:00",
  };
  const { event, deduplicated } = (await api.graphql(SEND, { input })).body.data.eventSend;
  expect(deduplicated).toBe(false);
  expect(event).toMatchObject({
    type: "lead.created",
    source: "crm",
    subject: "lead/7",
    time: "2026-11-21T09:30:00.000Z",
    data: lead,
    matched: null,
  });
  const found = await api.request("GET", `/events/${event.id}`);
  expect(found.body).toMatchObject({ id: event.id, type: "lead.created", data: lead });
});

test("a repeated key is answered with the first event, even fifty times at once; with different content it is refused", async () => {
  const input = { type: "order", data: { n: 1 }, idempotencyKey: "order-1" };
  const answers = await Promise.all(Array.from({ length: 50 }, () => api.graphql(SEND, { input })));
  const ids = new Set(answers.map(({ body }) => body.data.eventSend.event.id));
  expect(ids.size).toBe(1);
  expect(answers.filter(({ body }) => !body.data.eventSend.deduplicated)).toHaveLength(1);
  const other = (await api.graphql(SEND, { input: { ...input, data: { n: 2 } } })).body.data.eventSend;
  expect(other).toMatchObject({ __typename: "ConflictError", code: "IDEMPOTENCY_CONFLICT", path: "/idempotencyKey" });
  const rest = await api.request("POST", "/events?type=order", { n: 2 }, { "idempotency-key": "order-1" });
  expect(rest).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_CONFLICT" } });
});

test("each event of a batch has a result of its own", async () => {
  const { body } = await api.graphql(
    `mutation ($events: [EventInput!]!) { eventSendBatch(input: { events: $events }) { ... on EventSendBatchPayload { results { __typename
      ... on EventSendPayload { event { type } deduplicated } ... on Error { code path } } } } }`,
    {
      events: [
        { type: "a" },
        { type: "" },
        { type: "b", idempotencyKey: "k" },
        { type: "b", idempotencyKey: "k" },
        { type: "c", idempotencyKey: "k" },
      ],
    },
  );
  expect(body.errors).toBeUndefined();
  expect(body.data.eventSendBatch.results).toEqual([
    { __typename: "EventSendPayload", event: { type: "a" }, deduplicated: false },
    { __typename: "ValidationError", code: "INVALID_INPUT", path: "/type" },
    { __typename: "EventSendPayload", event: { type: "b" }, deduplicated: false },
    { __typename: "EventSendPayload", event: { type: "b" }, deduplicated: true },
    { __typename: "ConflictError", code: "IDEMPOTENCY_CONFLICT", path: "/idempotencyKey" },
  ]);
  const many = await api.graphql(
    `mutation ($events: [EventInput!]!) { eventSendBatch(input: { events: $events }) { ... on Error { code } } }`,
    { events: Array.from({ length: 501 }, () => ({ type: "a" })) },
  );
  expect(many.body.data.eventSendBatch.code).toBe("INVALID_INPUT");
});

test("REST: the body is the payload, and the type comes from the query or a header; the default is `event`", async () => {
  const sent = await api.request("POST", "/events", lead);
  expect(sent).toMatchObject({ status: 202, body: { id: expect.stringMatching(/^evt_/), deduplicated: false } });
  expect(sent.headers.get("location")).toBe(`/events/${sent.body.id}`);
  const read = async (id: string) => (await api.request("GET", `/events/${id}`)).body;
  expect(await read(sent.body.id)).toMatchObject({ type: "event", source: "api", data: lead });
  const query = await api.request("POST", "/events?type=lead.created&source=crm", lead, { "x-event-type": "other" });
  expect(await read(query.body.id)).toMatchObject({ type: "lead.created", source: "crm" });
  const header = await api.request("POST", "/events", "[1, null]", { "x-event-type": "list" });
  expect(await read(header.body.id)).toMatchObject({ type: "list", data: [1, null] });
});

test("CloudEvents are accepted in structured and binary mode; source and id are the idempotency key", async () => {
  const event = {
    specversion: "1.0",
    id: "7",
    source: "/shop",
    type: "order.placed",
    subject: "order/7",
    time: "2026-11-21T09:30:00Z",
    data: { total: 3 },
  };
  const send = (body: object) =>
    api.request("POST", "/events", body, { "content-type": "application/cloudevents+json; charset=utf-8" });
  const first = await send(event);
  expect(first.status).toBe(202);
  expect((await send(event)).body).toEqual({ id: first.body.id, deduplicated: true });
  expect((await api.request("GET", `/events/${first.body.id}`)).body).toMatchObject({
    type: "order.placed",
    source: "/shop",
    subject: "order/7",
    time: "2026-11-21T09:30:00.000Z",
    data: { total: 3 },
  });

  const headers = {
    "ce-specversion": "1.0",
    "ce-id": "8",
    "ce-source": "/shop",
    "ce-type": "order.placed",
    "ce-subject": "K%C3%A4se",
  };
  const binary = await api.request("POST", "/events", { total: 4 }, headers);
  expect((await api.request("GET", `/events/${binary.body.id}`)).body).toMatchObject({
    subject: "Käse",
    data: { total: 4 },
  });

  const { id: _, ...withoutId } = event;
  expect(await send(withoutId)).toMatchObject({ status: 400, body: { code: "INVALID_INPUT", path: "/id" } });
  expect(await send({ ...event, specversion: "0.3" })).toMatchObject({ status: 400, body: { path: "/specversion" } });
  expect(await send({ ...event, data_base64: "AA==" })).toMatchObject({ status: 400, body: { path: "/data_base64" } });
});

test("events are listed with filters, the newest first, page by page", async () => {
  for (let n = 0; n < 5; n++) await api.request("POST", "/events?type=paged", { n });
  const seen: number[] = [];
  for (let cursor = ""; ;) {
    const { body } = await api.request("GET", `/events?type=paged&limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map((item: { data: { n: number } }) => item.data.n));
    if (body.nextCursor === null) break;
    cursor = body.nextCursor;
  }
  expect(seen).toEqual([4, 3, 2, 1, 0]);
  const { body } = await api.graphql(
    `{ events(filter: { type: "paged", receivedBefore: "2020-01-01T00:00:00Z" }) { nodes { id } } }`,
  );
  expect(body.data.events.nodes).toEqual([]);
});
