import { CloudEvent, HTTP, type CloudEventV1, type Message } from "cloudevents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

/** Sends what the official SDK makes of events. */
const send = ({ headers, body }: Message) =>
  api.request("POST", "/events", body as string, headers as Record<string, string>);
const read = async (id: string) => (await api.request("GET", `/events/${id}`)).body;
const order = (id: string, more: Partial<CloudEventV1<unknown>> = {}) =>
  new CloudEvent({
    ...{ id, source: "/shop", type: "order.placed", subject: "order/Käse", time: "2026-11-21T09:30:00.250Z" },
    ...{ data: { total: 3 }, traceparent: "00-ab-cd-01", sampledrate: 7, ...more },
  });
const stored = {
  type: "order.placed",
  source: "/shop",
  subject: "order/Käse",
  time: "2026-11-21T09:30:00.250Z",
  data: { total: 3 },
};
const batch = (events: readonly unknown[]) =>
  send({ headers: { "content-type": "application/cloudevents-batch+json" }, body: JSON.stringify(events) });

test("binary mode of the official SDK: attributes are headers, extensions are kept, the body is the data", async () => {
  const first = await send(HTTP.binary(order("binary")));
  expect(first).toMatchObject({ status: 202, body: { deduplicated: false } });
  expect(await read(first.body.id)).toMatchObject({
    ...stored,
    idempotencyKey: "cloudevents:/shop:binary",
    attributes: { traceparent: "00-ab-cd-01", sampledrate: "7" },
  });
  expect((await send(HTTP.binary(order("binary")))).body).toEqual({ id: first.body.id, deduplicated: true });
});

test("structured mode of the official SDK keeps datacontenttype, dataschema and extensions with their types", async () => {
  const event = order("structured", {
    datacontenttype: "application/json",
    dataschema: "https://shop.test/order.json",
  });
  const sent = await send(HTTP.structured(event));
  expect(await read(sent.body.id)).toMatchObject({
    ...stored,
    attributes: {
      datacontenttype: "application/json",
      dataschema: "https://shop.test/order.json",
      traceparent: "00-ab-cd-01",
      sampledrate: 7,
    },
  });
  // A repetition often differs in its trace; it is the same event all the same.
  const again = await send(HTTP.structured(order("structured", { traceparent: "00-ff-ff-01" })));
  expect(again.body).toEqual({ id: sent.body.id, deduplicated: true });
});

test("a batch of the official SDK's events is answered in order, also if an event is in it twice", async () => {
  const events = [order("b1"), order("b2"), order("b1")].map((event) => event.toJSON());
  const { status, body } = await batch(events);
  expect(status).toBe(202);
  expect(body.events.map(({ deduplicated }: { deduplicated: boolean }) => deduplicated)).toEqual([false, false, true]);
  expect(body.events[2].id).toBe(body.events[0].id);
  expect(await read(body.events[1].id)).toMatchObject({ ...stored, idempotencyKey: "cloudevents:/shop:b2" });
});

test("a time of a year that no calendar shows is refused at its place", async () => {
  for (const time of ["+275760-09-13T00:00:00Z", "-000100-01-01T00:00:00Z", "0000-01-01T00:00:00Z"]) {
    const sent = await send({
      headers: { "content-type": "application/cloudevents+json" },
      body: JSON.stringify({ ...(order("far").toJSON() as object), time }),
    });
    expect(sent).toMatchObject({ status: 400, body: { code: "INVALID_INPUT", path: "/time" } });
  }
  const mutation = `mutation ($time: DateTime) { eventSend(input: { type: "x", time: $time }) { __typename ... on Error { code path } } }`;
  expect((await api.graphql(mutation, { time: "0000-01-01T00:00:00Z" })).body.data.eventSend).toMatchObject({
    ...{ code: "INVALID_INPUT", path: "/time" },
  });
  expect(JSON.stringify((await api.graphql(mutation, { time: "yesterday" })).body)).toContain("RFC 3339");
});

test("a malformed event of a batch is named by its place, and nothing of the batch is stored", async () => {
  const { type: _, ...withoutType } = order("m2").toJSON() as Record<string, unknown>;
  expect(await batch([order("m1").toJSON(), withoutType])).toMatchObject({
    status: 400,
    body: { code: "INVALID_INPUT", path: "/1/type" },
  });
  expect((await send(HTTP.structured(order("m1")))).body.deduplicated).toBe(false);
  expect(await batch([])).toMatchObject({ status: 400, body: { code: "INVALID_INPUT", path: "" } });
  expect(await send({ headers: { "content-type": "application/cloudevents-batch+json" }, body: "{}" })).toMatchObject({
    status: 400,
    body: { path: "" },
  });
});

test("an event of a batch that contradicts a stored one is refused, and the answer says that the others are stored", async () => {
  await send(HTTP.structured(order("c1")));
  const answer = await batch([order("c2").toJSON(), order("c1", { data: { total: 4 } }).toJSON()]);
  expect(answer).toMatchObject({
    status: 409,
    body: { code: "IDEMPOTENCY_CONFLICT", path: "/1/idempotencyKey", problems: [{ path: "/1/idempotencyKey" }] },
  });
  expect(answer.body.detail).toMatch(/^1 of 2 events are refused\. The other 1 are stored\./);
  expect((await send(HTTP.structured(order("c2")))).body.deduplicated).toBe(true);
});

test("data_base64 with JSON or text is read; other bytes, wrong bytes and two payloads are refused", async () => {
  const event = (id: string, more: object) =>
    send({
      headers: { "content-type": "application/cloudevents+json" },
      body: JSON.stringify({ specversion: "1.0", id, source: "/b", type: "t", ...more }),
    });
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const json = await event("json", { data_base64: base64('{"a": [1]}') });
  expect(await read(json.body.id)).toMatchObject({ data: { a: [1] } });
  const text = await event("text", { datacontenttype: "text/plain", data_base64: base64("Käse") });
  expect(await read(text.body.id)).toMatchObject({ data: "Käse", attributes: { datacontenttype: "text/plain" } });
  const refused = { status: 400, body: { path: "/data_base64" } };
  expect(await event("png", { datacontenttype: "image/png", data_base64: "AA==" })).toMatchObject(refused);
  expect(await event("broken", { data_base64: base64("{") })).toMatchObject(refused);
  expect(await event("bytes", { data_base64: "/w==" })).toMatchObject(refused);
  expect(await event("text?", { data_base64: "no base64!" })).toMatchObject(refused);
  expect(await event("both", { data: 1, data_base64: "MQ==" })).toMatchObject(refused);
});

test("attributes that CloudEvents do not allow, and formats that we do not read, are refused with a place and a hint", async () => {
  const structured = (more: object) => batch([{ ...(order("x").toJSON() as object), ...more }]);
  expect(await structured({ "my-name": "x" })).toMatchObject({ status: 400, body: { path: "/0/attributes/my-name" } });
  expect(await structured({ list: [1] })).toMatchObject({ status: 400, body: { path: "/0/attributes/list" } });
  expect(await structured({ id: "" })).toMatchObject({ status: 400, body: { path: "/0/id" } });
  expect(await structured({ specversion: "0.3" })).toMatchObject({ status: 400, body: { path: "/0/specversion" } });
  const avro = await send({ headers: { "content-type": "application/cloudevents+avro" }, body: "x" });
  expect(avro).toMatchObject({ status: 415, body: { code: "UNSUPPORTED_MEDIA_TYPE" } });
  const twice = await send({
    headers: { ...HTTP.binary(order("y")).headers, "ce-data": "1" } as Message["headers"],
    body: "{}",
  });
  expect(twice).toMatchObject({ status: 400, body: { path: "/ce-data" } });
});

test("a caller cannot send an event with the source of a trigger, in no mode", async () => {
  const source = "tempograph:webhook/orders";
  const refused = { status: 400, body: { code: "INVALID_INPUT", path: "/source", hint: expect.any(String) } };
  expect(await send(HTTP.structured(order("r1", { source })))).toMatchObject(refused);
  expect(await send(HTTP.binary(order("r2", { source: "Tempograph:poll/x" })))).toMatchObject(refused);
  expect(await api.request("POST", `/events?source=${source}`, {})).toMatchObject(refused);
  expect(await batch([order("r3", { source }).toJSON()])).toMatchObject({ status: 400, body: { path: "/0/source" } });
  const sent = await send(HTTP.structured(order("r4", { source: "tempograph:exe_1" })));
  expect(sent.status).toBe(202);
});
