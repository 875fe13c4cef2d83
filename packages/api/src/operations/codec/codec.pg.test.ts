import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPayloadCodec, jsonb, loadPayloadKeys, type Payload, type PayloadCodec } from "@tempograph/db";
import { nodeRunId } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

// Temporal's protocol of codec servers, as its Web UI speaks it.

let folder: string;
let api: TestApi;
let codec: PayloadCodec;
let workflowId: string;
let executionId: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tempograph-codec-"));
  const payloadKeys = { file: join(folder, "keys.json"), make: true, encrypt: true };
  api = await startTestApi({
    payloadKeys,
    tokens: {
      admin: ["admin"],
      reader: ["reader"],
      viewer: ["viewer"],
      sender: ["sender"],
      "other@billing": ["admin"],
    },
  });
  codec = createPayloadCodec({ db: api.db, keys: await loadPayloadKeys(payloadKeys, () => {}) });
  const workflow = await api.request("POST", "/workflows", { name: "w", graph: smallGraph });
  workflowId = workflow.body.id as string;
  executionId = await insertExecution(api.db, workflowId, { status: "running" });
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

const json = (value: unknown): Payload => ({
  metadata: { encoding: Buffer.from("json/plain") },
  data: Buffer.from(JSON.stringify(value)),
});
const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString("base64");
const wire = (payloads: readonly Payload[]) => ({
  payloads: payloads.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
    data: base64(data),
  })),
});
const encoded = (values: readonly unknown[], workflowId?: string) =>
  codec.encode(values.map(json), workflowId === undefined ? undefined : { type: "workflow", workflowId });
const UI = { origin: "http://127.0.0.1:8233", "x-namespace": "default" };
/** The path with the parameter that the Web UI sends. */
const DECODE = "/codec/decode?preserveStorageRefs=true";

test("a reader of the project sees the values of its executions, small and large ones", async () => {
  const values = [{ a: 1 }, "x".repeat(50_000)];
  const sent = wire(await encoded(values, executionId));
  expect(JSON.stringify(sent)).not.toContain(base64(Buffer.from('{"a":1}')));
  const answer = await api.as("reader").request("POST", DECODE, sent);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual(wire(values.map(json)));
});

test("a payload that was never encoded, and one that cannot be decoded, come back as they are", async () => {
  const broken = (await encoded([1], executionId)).map(({ metadata, data }) => ({ metadata, data: data!.subarray(1) }));
  const sent = wire([json("plain"), ...(broken as Payload[])]);
  expect((await api.request("POST", DECODE, sent)).body).toEqual(sent);
});

test("what belongs to another project or to no execution stays encrypted, also for admins of main; the owner reads everything", async () => {
  const own = wire(await encoded(["secret", "y".repeat(50_000)], executionId));
  expect((await api.as("other@billing").request("POST", DECODE, own)).body).toEqual(own);
  const billing = await insertExecution(api.db, workflowId, { status: "running" });
  await api.db.updateTable("executions").set({ project: "billing" }).where("id", "=", billing).execute();
  for (const owner of [billing, nodeRunId("billing", "1"), "of_nobody"]) {
    const others = wire(await encoded(["secret"], owner));
    for (const name of ["reader", "admin"])
      expect((await api.as(name).request("POST", DECODE, others)).body, `${name}: ${owner}`).toEqual(others);
    expect((await api.request("POST", DECODE, others)).body, owner).toEqual(wire([json("secret")]));
  }
});

test("a reader sees the values of nodes of the project that ran by themselves", async () => {
  const run = wire(await encoded(["run"], nodeRunId("main", "1")));
  expect((await api.as("reader").request("POST", DECODE, run)).body).toEqual(wire([json("run")]));
  expect((await api.as("other@billing").request("POST", DECODE, run)).body).toEqual(run);
});

test("many references to a large value get as much as an answer may have, and come back as references beyond that", async () => {
  const plain = createPayloadCodec({ db: api.db });
  const value = "z".repeat(1_000_000);
  const [reference] = await plain.encode([json(value)], { type: "workflow", workflowId: executionId });
  const small = json("small");
  const sent = [...Array.from({ length: 300 }, () => reference!), small];
  const { status, body } = await api.as("reader").request("POST", DECODE, wire(sent));
  expect(status).toBe(200);
  expect(body.payloads.slice(0, 8)).toEqual(wire(Array.from({ length: 8 }, () => json(value))).payloads);
  expect(body.payloads.slice(8)).toEqual(wire(sent.slice(8)).payloads);
});

test("references whose size is not true, and references to nothing, cost no more", async () => {
  const reference = (hash: string, size: string): Payload => ({
    metadata: {
      encoding: Buffer.from("binary/reference"),
      "reference-sha256": Buffer.from(hash),
      "reference-size": Buffer.from(size),
    },
    data: Buffer.alloc(0),
  });
  const sent = wire(["1", "-1", "x", "Infinity"].map((size) => reference("0".repeat(64), size)));
  expect((await api.request("POST", DECODE, sent)).body).toEqual(sent);
  const value = "w".repeat(1_000_000);
  const [large] = await createPayloadCodec({ db: api.db }).encode([json(value)], {
    type: "workflow",
    workflowId: executionId,
  });
  const hash = Buffer.from(large!.metadata!["reference-sha256"]!).toString();
  const many = wire(Array.from({ length: 300 }, () => reference(hash, "1")));
  const { body } = await api.as("reader").request("POST", DECODE, many);
  const larger = body.payloads.filter(({ data }: { data: string }) => data.length > 0);
  expect(larger.length).toBe(8);
});

test("the history of an execution shows its payloads and the texts of its failures, to those who may read them", async () => {
  const [input, large, texts] = await encoded(
    [{ a: 1 }, "z".repeat(50_000), { message: "it broke", stack_trace: "at node" }],
    executionId,
  );
  const [foreign] = await encoded(["another execution's"], "exe_of_nobody");
  const shown = (payload: Payload) => wire([payload]).payloads[0]!;
  const attributes = (...[a, b, c]: readonly object[]) => ({
    eventId: "1",
    workflowExecutionStartedEventAttributes: { input: { payloads: [a, b, c] } },
    activityTaskFailedEventAttributes: { failure: { message: "Encoded failure", encodedAttributes: shown(texts!) } },
  });
  const event = { execution_id: executionId, run_id: "r", event_id: 1, event_type: "T", event_time: new Date() };
  const stored = jsonb(attributes(shown(input!), shown(large!), shown(foreign!)) as never);
  await api.db
    .insertInto("history_events")
    .values({ ...event, attributes: stored })
    .execute();
  const path = `/executions/${executionId}/history`;
  const query = `query ($id: ID!) { execution(id: $id) { historyEvents { totalCount nodes { attributes } } } }`;
  const rest = (await api.as("reader").request("GET", path)).body.items[0].attributes;
  const answer = (await api.as("reader").graphql(query, { id: executionId })).body.data.execution.historyEvents;
  expect(answer).toMatchObject({ totalCount: 1, nodes: [{ attributes: rest }] });
  const { payloads } = rest.workflowExecutionStartedEventAttributes.input;
  expect(payloads).toEqual([shown(json({ a: 1 })), shown(json("z".repeat(50_000))), shown(foreign!)]);
  expect(rest.activityTaskFailedEventAttributes.failure).toMatchObject({ message: "it broke", stackTrace: "at node" });
  expect((await api.as("viewer").request("GET", path)).body.items[0].attributes).toBeNull();
  const asStored = (await api.as("reader").request("GET", `${path}?encoded=true`)).body.items[0].attributes;
  expect(asStored).toEqual(attributes(shown(input!), shown(large!), shown(foreign!)));
});

test("histories whose references stand for large values count with these values", async () => {
  const workflow = await api.request("POST", "/workflows", { name: "references", graph: smallGraph });
  const id = await insertExecution(api.db, workflow.body.id as string, { status: "running" });
  const value = json("v".repeat(1_000_000));
  const [reference] = await createPayloadCodec({ db: api.db }).encode([value], { type: "workflow", workflowId: id });
  const payloads = Array.from({ length: 8 }, () => wire([reference!]).payloads[0]!);
  const attributes = jsonb({ workflowExecutionStartedEventAttributes: { input: { payloads } } } as never);
  const event = { execution_id: id, run_id: "r", event_id: 1, event_type: "T", event_time: new Date() };
  await api.db
    .insertInto("history_events")
    .values({ ...event, attributes })
    .execute();
  const ask = (times: number) => {
    const lists = Array.from(
      { length: times },
      (_, index) => `h${index}: execution(id: "${id}") { historyEvents { nodes { eventType } } }`,
    );
    return api.as("reader").graphql(`{ ${lists.join(" ")} }`);
  };
  expect((await ask(2)).body.data.h1.historyEvents.nodes).toEqual([{ eventType: "T" }]);
  expect((await ask(20)).body.errors[0].extensions.code).toBe("QUERY_TOO_EXPENSIVE");
});

test("what is encoded is decoded again", async () => {
  const sent = wire([json({ from: "the Web UI" })]);
  const { body } = await api.request("POST", "/codec/encode", sent);
  expect(body).not.toEqual(sent);
  expect((await api.request("POST", DECODE, body)).body).toEqual(sent);
});

test("callers who may not read payloads are refused, and so is anybody without a token", async () => {
  const sent = wire(await encoded(["secret"], executionId));
  for (const name of ["viewer", "sender"])
    expect(await api.as(name).request("POST", DECODE, sent)).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN" },
    });
  expect((await api.request("POST", DECODE, sent, { ...UI, authorization: "" })).status).toBe(401);
});

test("pages of the Web UI may call the codec endpoint and nothing else, and pages of other origins not even that", async () => {
  const sent = wire(await encoded(["secret"], executionId));
  const answer = await api.request("POST", DECODE, sent, UI);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe(UI.origin);
  expect(answer.headers.get("access-control-allow-credentials")).toBe("true");
  const preflight = (path: string, origin: string) =>
    fetch(api.url + path, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-namespace" },
    });
  const allowed = await preflight("/codec/decode", UI.origin);
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get("access-control-allow-headers")).toContain("x-namespace");
  for (const [path, origin] of [
    ["/codec/decode", "http://evil.example"],
    ["/codec/decode", "http://127.0.0.1:8234"],
    ["/codec/decode", "null"],
    ["/workflows", UI.origin],
    ["/graphql", UI.origin],
  ] as const) {
    const refused = await preflight(path, origin);
    expect([path, origin, refused.status]).toEqual([path, origin, 403]);
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
  }
  for (const origin of ["http://evil.example", "http://127.0.0.1:8234"])
    expect((await api.request("POST", DECODE, sent, { ...UI, origin })).body.code).toBe("ORIGIN_NOT_ALLOWED");
});

test("a body that is not a list of payloads is refused with its place", async () => {
  const answer = await api.request("POST", DECODE, { payloads: [{ metadata: { encoding: "%" }, data: "" }] });
  expect(answer).toMatchObject({ status: 400, body: { code: "INVALID_INPUT" } });
});
