import { createPayloadCodec, openDatabase, payloadAddress, type Database } from "@tempograph/db";
import { createKeyRing } from "@tempograph/runtime";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import proto from "@temporalio/proto";
import { eventToJson } from "./event-json.ts";
import type { HistoryEvent, Payload } from "./history-event.ts";
import { readableEvents } from "./readable-events.ts";
import { decodePayload, tryDecodePayload } from "./payload.ts";

const { HistoryEvent: Type } = proto.temporal.api.history.v1;

const ID = "exe_1";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const value = (name: string): Payload => ({
  metadata: { encoding: Buffer.from("json/plain") },
  data: Buffer.from(JSON.stringify({ name, text: name.padEnd(40_000, ".") })),
});

/** A history with a value in every place that can hold one of ours. */
async function history(of: (name: string) => Promise<Payload>): Promise<HistoryEvent[]> {
  const payloads = async (name: string) => ({ payloads: [await of(name)] });
  const details = async (name: string) => ({ applicationFailureInfo: { type: "X", details: await payloads(name) } });
  const fields: object[] = [
    {
      workflowExecutionStartedEventAttributes: {
        input: await payloads("start"),
        memo: { fields: { m: await of("memo") } },
      },
    },
    { activityTaskCompletedEventAttributes: { scheduledEventId: 5, result: await payloads("result") } },
    {
      activityTaskFailedEventAttributes: {
        failure: { message: "no", activityFailureInfo: {}, cause: await details("cause") },
      },
    },
    { activityTaskCanceledEventAttributes: { details: await payloads("cancelled") } },
    { workflowExecutionSignaledEventAttributes: { signalName: "s", input: await payloads("signal") } },
    {
      markerRecordedEventAttributes: { details: { result: await payloads("marker") }, failure: await details("local") },
    },
    {
      workflowExecutionUpdateAcceptedEventAttributes: {
        acceptedRequest: { input: { name: "u", args: await payloads("update") } },
      },
    },
    { workflowExecutionUpdateCompletedEventAttributes: { outcome: { success: await payloads("answer") } } },
    {
      activityTaskTimedOutEventAttributes: {
        failure: { timeoutFailureInfo: { lastHeartbeatDetails: await payloads("beat") } },
      },
    },
    { workflowExecutionFailedEventAttributes: { failure: await details("failed") } },
    { workflowExecutionCompletedEventAttributes: { result: await payloads("output") } },
    { workflowExecutionContinuedAsNewEventAttributes: { newExecutionRunId: "r", input: await payloads("next") } },
  ];
  // Encode and decode the events, as they arrive from the server.
  return fields.map((one, index) => Type.decode(Type.encode(Type.fromObject({ eventId: index + 1, ...one })).finish()));
}

const unread = async (of: (name: string) => Promise<Payload>): Promise<HistoryEvent[]> => {
  const input = { payloads: [await of("unread")] };
  return [Type.fromObject({ activityTaskScheduledEventAttributes: { activityId: "a", input } })];
};

test("every value that the projection reads replaces its reference; the stored event keeps the reference", async () => {
  const codec = createPayloadCodec({ db });
  const referred = async (name: string) => (await codec.encode([value(name)], { workflowId: ID }))[0]!;
  const events = await history(referred);
  const before = events.map((event) => eventToJson(event).json);
  expect(JSON.stringify(before)).not.toContain(Buffer.from("start....").toString("base64"));
  const inlined = await readableEvents(ID, events, createPayloadCodec({ db }));
  const plain = await history(async (name) => value(name));
  expect(inlined.map((event) => eventToJson(event).json)).toEqual(plain.map((event) => eventToJson(event).json));
  expect(events.map((event) => eventToJson(event).json)).toEqual(before);
});

test("encrypted values, small ones and references, are read, with the texts of failures; a lost key throws", async () => {
  const ringOf = (id: string) =>
    createKeyRing("payload keys", "a test", {
      current: id,
      keys: new Map([[id, { id, secret: Buffer.alloc(32, id) }]]),
    });
  const codec = createPayloadCodec({ db, keys: { ring: ringOf("a"), encrypt: true } });
  const encrypted = async (payload: Payload) => (await codec.encode([payload], { workflowId: ID }))[0]!;
  const events = await history(async (name) => encrypted(value(name)));
  const plain = await history(async (name) => value(name));
  const readable = await readableEvents(ID, events, codec);
  expect(readable.map((event) => eventToJson(event).json)).toEqual(plain.map((event) => eventToJson(event).json));
  const text = { message: "it broke", stack_trace: "at node" };
  const encodedAttributes = await encrypted({
    metadata: { encoding: Buffer.from("json/plain") },
    data: Buffer.from(JSON.stringify(text)),
  });
  const failure = { message: "Encoded failure", encodedAttributes, applicationFailureInfo: { type: "X" } };
  const failed = Type.decode(Type.encode(Type.fromObject({ activityTaskFailedEventAttributes: { failure } })).finish());
  const [read] = await readableEvents(ID, [failed], codec);
  expect(read!.activityTaskFailedEventAttributes!.failure).toMatchObject({
    message: "it broke",
    stackTrace: "at node",
  });
  expect(failed.activityTaskFailedEventAttributes!.failure!.message).toBe("Encoded failure");
  const other = createPayloadCodec({ db, keys: { ring: ringOf("b"), encrypt: true } });
  await expect(readableEvents(ID, [failed], other)).rejects.toThrow('do not contain the key "a"');
});

test("a value that the projection does not read is not fetched, unless all values are requested", async () => {
  const codec = createPayloadCodec({ db });
  const events = await unread(async (name) => (await codec.encode([value(name)], { workflowId: ID }))[0]!);
  expect(await readableEvents(ID, events, codec)).toBe(events);
  const all = await readableEvents(ID, events, codec, { all: true });
  expect(all.map((event) => eventToJson(event).json)).toEqual(
    (await unread(async (name) => value(name))).map((event) => eventToJson(event).json),
  );
});

test("a missing value stays a reference, and reading it fails with the hash; the other values are replaced", async () => {
  const codec = createPayloadCodec({ db });
  const events = await history(async (name) => (await codec.encode([value(name)], { workflowId: ID }))[0]!);
  const lost = events[1]!.activityTaskCompletedEventAttributes!.result!.payloads![0]!;
  const { hash } = payloadAddress(lost)!;
  await db.deleteFrom("payload_references").where("hash", "=", hash).execute();
  await db.deleteFrom("payload_blobs").where("hash", "=", hash).execute();
  const inlined = await readableEvents(ID, events, createPayloadCodec({ db }));
  const left = inlined[1]!.activityTaskCompletedEventAttributes!.result!.payloads![0]!;
  expect(() => decodePayload(left)).toThrow(`payload_blobs has no value of SHA-256 ${hash}`);
  expect(tryDecodePayload(left)).toBeUndefined();
  expect(decodePayload(inlined[4]!.workflowExecutionSignaledEventAttributes!.input!.payloads![0])).toMatchObject({
    name: "signal",
  });
});

test("without a database it throws, so that the caller tries again later", async () => {
  const events = await history(async (name) => (await createPayloadCodec({ db }).encode([value(name)]))[0]!);
  const nowhere = openDatabase("postgres://127.0.0.1:1/none");
  await expect(readableEvents(ID, events, createPayloadCodec({ db: nowhere, waitMs: 0 }))).rejects.toThrow();
  await nowhere.destroy();
});
