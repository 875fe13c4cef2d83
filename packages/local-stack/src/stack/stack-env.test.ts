import { expect, onTestFinished, test, vi } from "vitest";
import { stackEnv } from "./stack-env.ts";

const stack = { dataDir: "/data", databaseUrl: "postgres://x", roleUrl: undefined, taskQueue: "tempograph" };

test("credentials for another Temporal reach the programs only if they use that server", () => {
  vi.stubEnv("TEMPORAL_API_KEY", "key");
  vi.stubEnv("TEMPORAL_TLS", "true");
  vi.stubEnv("TEMPORAL_TLS_CLIENT_CERT_PATH", "/cert.pem");
  onTestFinished(() => void vi.unstubAllEnvs());
  const server = { address: "127.0.0.1:7233", namespace: "default", uiUrl: undefined };
  const withOurs = stackEnv({ ...stack, temporal: { ...server, pid: 7 } });
  expect(withOurs["TEMPORAL_ADDRESS"]).toBe("127.0.0.1:7233");
  for (const name of ["TEMPORAL_API_KEY", "TEMPORAL_TLS", "TEMPORAL_TLS_CLIENT_CERT_PATH"])
    expect(withOurs[name]).toBe(undefined);
  const withTheirs = stackEnv({ ...stack, temporal: { ...server, pid: undefined } });
  expect(withTheirs).toMatchObject({ TEMPORAL_API_KEY: "key", TEMPORAL_TLS: "true" });
});

test("what goes to our own Temporal is encrypted with keys of the data folder, unless others are named", () => {
  const server = { address: "127.0.0.1:7233", namespace: "default", uiUrl: undefined };
  const envWith = (pid: number | undefined) => stackEnv({ ...stack, temporal: { ...server, pid } });
  vi.stubEnv("TEMPOGRAPH_PAYLOAD_KEYS_FILE", undefined);
  vi.stubEnv("TEMPOGRAPH_PAYLOAD_KEYS_COMMAND", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(envWith(7)).toMatchObject({
    TEMPOGRAPH_PAYLOAD_KEYS_FILE: "/data/payload-keys.json",
    TEMPOGRAPH_PAYLOAD_KEYS_MAKE: "1",
  });
  expect(envWith(undefined)["TEMPOGRAPH_PAYLOAD_KEYS_FILE"]).toBe(undefined);
  vi.stubEnv("TEMPOGRAPH_PAYLOAD_KEYS_COMMAND", "vault");
  expect(envWith(7)["TEMPOGRAPH_PAYLOAD_KEYS_FILE"]).toBe(undefined);
});
