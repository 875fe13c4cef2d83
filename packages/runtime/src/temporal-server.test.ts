import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCA } from "mkcert";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTemporalServer } from "./temporal-server.ts";

const ADDRESS = "temporal.internal:7233";
const folder = mkdtempSync(join(tmpdir(), "tempograph-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const make = () => createCA({ organization: "Test", countryCode: "DE", state: "T", locality: "T", validity: 1 });
let pair: Awaited<ReturnType<typeof make>>;
let other: Awaited<ReturnType<typeof make>>;

beforeAll(async () => {
  [pair, other] = await Promise.all([make(), make()]);
  for (const each of [pair, other])
    for (const part of ["cert", "key"] as const) each[part] = `${each[part].trim().replaceAll("\r", "")}\n`;
  writeFileSync(path("cert.pem"), pair.cert);
  writeFileSync(path("key.pem"), pair.key);
  writeFileSync(path("other.key"), other.key);
  writeFileSync(path("garbage.pem"), "hunter2-is-not-a-key");
}, 60_000);

const read = (env: Record<string, string>) => readTemporalServer(env, ADDRESS);

test("without variables the connection is not encrypted; empty variables count as absent", () => {
  const plain = { namespace: "default", connection: { address: ADDRESS } };
  expect(read({})).toEqual(plain);
  expect(
    read({ TEMPORAL_TLS: "", TEMPORAL_API_KEY: " ", TEMPORAL_TLS_CLIENT_CERT_PATH: "", TEMPORAL_NAMESPACE: "" }),
  ).toEqual(plain);
  expect(read({ TEMPORAL_TLS: "false", TEMPORAL_NAMESPACE: "orders" })).toEqual({ ...plain, namespace: "orders" });
});

test("TEMPORAL_TLS and an API key each turn TLS on", () => {
  expect(read({ TEMPORAL_TLS: "true" }).connection).toEqual({ address: ADDRESS, tls: true });
  expect(read({ TEMPORAL_API_KEY: "abc\n" }).connection).toEqual({ address: ADDRESS, tls: true, apiKey: "abc" });
});

test("certificates come from files or from the variables themselves", () => {
  const tls = {
    serverNameOverride: "name.test",
    serverRootCACertificate: Buffer.from(pair.cert),
    clientCertPair: { crt: Buffer.from(pair.cert), key: Buffer.from(pair.key) },
  };
  const fromFiles = read({
    TEMPORAL_TLS_SERVER_NAME: "name.test",
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: path("cert.pem"),
    TEMPORAL_TLS_CLIENT_CERT_PATH: path("cert.pem"),
    TEMPORAL_TLS_CLIENT_KEY_PATH: path("key.pem"),
  });
  expect(fromFiles.connection.tls).toEqual(tls);
  const fromVariables = read({
    TEMPORAL_TLS_SERVER_NAME: "name.test",
    TEMPORAL_TLS_SERVER_CA_CERT_DATA: pair.cert,
    TEMPORAL_TLS_CLIENT_CERT_DATA: pair.cert,
    TEMPORAL_TLS_CLIENT_KEY_DATA: pair.key,
  });
  expect(fromVariables.connection.tls).toEqual(tls);
});

const CERT = "TEMPORAL_TLS_CLIENT_CERT_PATH";
const KEY = "TEMPORAL_TLS_CLIENT_KEY_PATH";
const CA = "TEMPORAL_TLS_SERVER_CA_CERT_PATH";
test.each<[string, Record<string, string>, RegExp]>([
  ["a certificate without its key", { [CERT]: path("cert.pem") }, /set both .*CERT_PATH and .*KEY_PATH/],
  ["a key without its certificate", { [KEY]: path("key.pem") }, /set both .*CERT_PATH and .*KEY_PATH/],
  [
    "a file that does not exist",
    { [CA]: path("none.pem") },
    /SERVER_CA_CERT_PATH names .*none\.pem, which does not exist/,
  ],
  ["a folder", { [CA]: folder }, /SERVER_CA_CERT_PATH names .*, which cannot be read/],
  [
    "an authority that is no certificate",
    { [CA]: path("garbage.pem") },
    /SERVER_CA_CERT_PATH does not contain a certificate/,
  ],
  [
    "exchanged files",
    { [CERT]: path("key.pem"), [KEY]: path("cert.pem") },
    /CLIENT_CERT_PATH does not contain a certificate/,
  ],
  [
    "a key that is none",
    { [CERT]: path("cert.pem"), [KEY]: path("garbage.pem") },
    /CLIENT_KEY_PATH does not contain a private key/,
  ],
  [
    "the key of another certificate",
    { [CERT]: path("cert.pem"), [KEY]: path("other.key") },
    /CLIENT_KEY_PATH does not contain the private key of/,
  ],
  [
    "path and data at once",
    { [CA]: path("cert.pem"), TEMPORAL_TLS_SERVER_CA_CERT_DATA: "x" },
    /either .*_PATH or .*_DATA/,
  ],
  ["an API key without TLS", { TEMPORAL_TLS: "false", TEMPORAL_API_KEY: "secret-key" }, /TEMPORAL_TLS is off/],
  ["an authority without TLS", { TEMPORAL_TLS: "0", [CA]: path("cert.pem") }, /TEMPORAL_TLS is off/],
  ["a word that is no flag", { TEMPORAL_TLS: "yes" }, /TEMPORAL_TLS is yes. Set it to true or false/],
  ["no check of the server", { TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: "true" }, /is not supported/],
  ["an API key of two lines", { TEMPORAL_API_KEY: "secret-key\nx" }, /TEMPORAL_API_KEY contains/],
])("%s is refused, and the message names the variable and no secret", (_, env, message) => {
  expect(() => read(env)).toThrow(message);
  expect(() => read(env)).not.toThrow(/secret-key|hunter2|BEGIN/);
});
