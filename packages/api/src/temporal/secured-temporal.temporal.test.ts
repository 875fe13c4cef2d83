import { startTemporalOverTls, uniqueTaskQueue, type TemporalOverTls } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { signerOfNothing } from "../test-kit/signer-of-nothing.ts";
import { connectNodeRunner } from "./connect-node-runner.ts";
import { connectTemporal } from "./connect-temporal.ts";

// The two clients of the API on a server that demands both a client certificate and an API key.

const payloadCodec = { encode: async <T>(payloads: T) => payloads, decode: async <T>(payloads: T) => payloads };
const signer = {
  sign: () => Promise.reject(new Error("no operation is sent here")),
  ...signerOfNothing,
};
let endpoint: TemporalOverTls;
beforeAll(async () => {
  endpoint = await startTemporalOverTls({ clientCertificate: true, apiKey: "key-of-the-test" });
}, 60_000);
afterAll(() => endpoint.stop());

const serverOf = (more: Readonly<Record<string, string>>) =>
  readConfig({
    DATABASE_URL: "postgres://u:p@127.0.0.1/db",
    TEMPORAL_ADDRESS: endpoint.address,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: endpoint.files.ca,
    TEMPORAL_TLS_SERVER_NAME: "temporal.test",
    ...more,
  }).temporal;
const allowed = () => ({
  TEMPORAL_API_KEY: "key-of-the-test",
  TEMPORAL_TLS_CLIENT_CERT_PATH: endpoint.files.clientCert,
  TEMPORAL_TLS_CLIENT_KEY_PATH: endpoint.files.clientKey,
});
const run = { attempts: 1, timeoutMs: 5_000, summary: "run log" };
const request = { type: "log", input: {}, nodeId: "node", idempotencyKey: "key" };

test.each<[string, () => Readonly<Record<string, string>>, boolean]>([
  ["with certificate and key both clients reach Temporal", allowed, true],
  ["with a wrong key neither does", () => ({ ...allowed(), TEMPORAL_API_KEY: "wrong" }), false],
  ["without a certificate neither does", () => ({ TEMPORAL_API_KEY: "key-of-the-test" }), false],
])("%s", { timeout: 30_000 }, async (_, settings, reaches) => {
  const server = serverOf(settings());
  const gateway = connectTemporal({ server, payloadCodec, signer });
  const nodes = connectNodeRunner({ server, payloadCodec, signer, taskQueue: uniqueTaskQueue(), workerWaitMs: 500 });
  try {
    expect((await gateway.latency()) !== null).toBe(reaches);
    expect(await gateway.terminate("no such execution", "test")).toBe(reaches ? "notFound" : "unavailable");
    expect(await nodes.run(request, { ...run, id: `run-${uniqueTaskQueue()}` })).toMatchObject({
      kind: reaches ? "noWorker" : "unavailable",
    });
  } finally {
    await Promise.all([gateway.close(), nodes.close()]);
  }
});

test("while the namespace is missing, no execution is said to be missing", async () => {
  const server = { ...serverOf(allowed()), namespace: "not-set-up" };
  const gateway = connectTemporal({ server, payloadCodec, signer });
  try {
    expect(await gateway.terminate("some execution", "test")).toBe("unavailable");
    expect(await gateway.cancel("some execution", "test")).toBe("unavailable");
  } finally {
    await gateway.close();
  }
});
