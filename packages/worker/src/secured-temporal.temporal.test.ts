import { Connection } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";
import { readTemporalServer } from "@tempograph/runtime";
import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { startTemporalOverTls, type TemporalOverTls } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workerWorld } from "./test-kit/worker-world.ts";

// A worker on servers that demand TLS, a client certificate or an API key. The endpoint in front of the dev server is a real one, and
// the settings are environment variables.

const API_KEY = "key-of-the-test";
let plainTls: TemporalOverTls;
let mutualTls: TemporalOverTls;
let withKey: TemporalOverTls;
beforeAll(async () => {
  [plainTls, mutualTls, withKey] = await Promise.all([
    startTemporalOverTls(),
    startTemporalOverTls({ clientCertificate: true }),
    startTemporalOverTls({ apiKey: API_KEY }),
  ]);
}, 60_000);
afterAll(() => Promise.all([plainTls, mutualTls, withKey].map((endpoint) => endpoint.stop())));

const trusting = ({ files }: TemporalOverTls) => ({
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: files.ca,
  TEMPORAL_TLS_SERVER_NAME: "temporal.test",
});
const mutual = () => ({
  ...trusting(mutualTls),
  TEMPORAL_TLS_CLIENT_CERT_PATH: mutualTls.files.clientCert,
  TEMPORAL_TLS_CLIENT_KEY_PATH: mutualTls.files.clientKey,
});

test.each([
  ["TLS", () => plainTls, () => trusting(plainTls)],
  ["mTLS", () => mutualTls, mutual],
  ["an API key", () => withKey, () => ({ ...trusting(withKey), TEMPORAL_API_KEY: API_KEY })],
])("an execution completes over %s", { timeout: 60_000 }, async (_, endpoint, settings) => {
  const { connection } = readTemporalServer(settings(), endpoint().address);
  const before = endpoint().calls.length;
  const world = await workerWorld({ connection });
  try {
    await world.publish(
      "hello",
      graph(
        [start, node("log", "log", { message: "hello" }), node("end", "end", { output: 7 })],
        edges("start > log > end"),
      ),
    );
    const execution = await world.closed(await world.send("hello"));
    expect(execution).toMatchObject({ status: "completed", mirrorProblem: null });
    // The dispatcher, the poller and the mirror all went through the endpoint.
    const called = new Set(
      endpoint()
        .calls.slice(before)
        .map((path) => path.split("/").at(-1)),
    );
    for (const call of ["StartWorkflowExecution", "PollWorkflowTaskQueue", "GetWorkflowExecutionHistory"])
      expect(called).toContain(call);
  } finally {
    await world.end();
  }
});

test.each<[string, () => TemporalOverTls, () => Record<string, string>]>([
  ["no TLS", () => plainTls, () => ({})],
  [
    "the authority of somebody else",
    () => plainTls,
    () => ({ ...trusting(plainTls), TEMPORAL_TLS_SERVER_CA_CERT_PATH: plainTls.files.otherCa }),
  ],
  [
    "another server name",
    () => plainTls,
    () => ({ ...trusting(plainTls), TEMPORAL_TLS_SERVER_NAME: "elsewhere.test" }),
  ],
  ["no server name", () => plainTls, () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: plainTls.files.ca })],
  ["no client certificate", () => mutualTls, () => trusting(mutualTls)],
  [
    "a client certificate of another authority",
    () => mutualTls,
    () => ({
      ...mutual(),
      TEMPORAL_TLS_CLIENT_CERT_PATH: mutualTls.files.otherCert,
      TEMPORAL_TLS_CLIENT_KEY_PATH: mutualTls.files.otherKey,
    }),
  ],
  ["a wrong API key", () => withKey, () => ({ ...trusting(withKey), TEMPORAL_API_KEY: "wrong" })],
  ["no API key", () => withKey, () => trusting(withKey)],
])("with %s, clients and workers are refused", { timeout: 30_000 }, async (_, endpoint, settings) => {
  const { connection } = readTemporalServer(settings(), endpoint().address);
  const before = endpoint().calls.length;
  await expect(Connection.connect({ ...connection, connectTimeout: "2s" })).rejects.toThrow();
  await expect(NativeConnection.connect(connection)).rejects.toThrow();
  expect(endpoint().calls).toHaveLength(before);
});
