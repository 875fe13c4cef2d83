import { randomBytes } from "node:crypto";
import { createKeyRing, KeyMissingError, SealError } from "@tempograph/runtime";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openDatabase } from "../connection/open-database.ts";
import { createPayloadCodec, isEncoded } from "./create-payload-codec.ts";
import { decryptPayload, encryptPayload, isEncrypted } from "./encrypted-payload.ts";
import type { Payload, PayloadContext } from "./payload.ts";
import { readPayloadKeys } from "./payload-keys.ts";

const key = (id: string) => ({ id, secret: randomBytes(32) });
const [first, second] = [key("first"), key("second")];
const ringOf = (current: typeof first, ...older: readonly (typeof first)[]) =>
  createKeyRing("payload keys", "this test", {
    current: current.id,
    keys: new Map([current, ...older].map((one) => [one.id, one])),
  });
const before = ringOf(first);
const after = ringOf(second, first);

const bytes = (text: string): Uint8Array => Buffer.from(text);
const plain = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value)])),
  data: Buffer.from(data ?? []),
});

test("a payload comes back with its metadata and its owner, also after a rotation, and nothing of it can be read", () => {
  const metadata = fc.dictionary(fc.string(), fc.string().map(bytes), { noNullPrototype: true });
  const payloads = fc.record({ metadata, data: fc.uint8Array({ maxLength: 300 }) });
  fc.assert(
    fc.property(payloads, fc.string(), (payload, owner) => {
      fc.pre(!Object.hasOwn(payload.metadata, "__proto__"));
      const encrypted = encryptPayload(before, payload, owner);
      expect(isEncrypted(encrypted)).toBe(true);
      for (const ring of [before, after]) {
        const opened = decryptPayload(ring, encrypted);
        expect(opened.owner).toBe(owner);
        expect(plain(opened.payload)).toEqual(plain(payload));
      }
    }),
  );
  const encrypted = encryptPayload(
    before,
    { metadata: { encoding: bytes("json/plain") }, data: bytes("canary") },
    "exe_1",
  );
  const text = Buffer.from(encrypted.data!).toString("latin1");
  for (const part of ["canary", "json/plain", "exe_1"]) expect(text).not.toContain(part);
});

test("a payload without metadata or data comes back", () => {
  for (const payload of [{}, { metadata: null, data: null }, { metadata: { encoding: bytes("binary/null") } }])
    expect(plain(decryptPayload(before, encryptPayload(before, payload, "")).payload)).toEqual(plain(payload));
});

test("a changed payload and a lost key are refused; without any keys the error names the variables", () => {
  const encrypted = encryptPayload(before, { data: bytes("value") }, "");
  const changed = Buffer.from(encrypted.data!);
  changed[changed.length - 20]! ^= 1;
  expect(() => decryptPayload(before, { ...encrypted, data: changed })).toThrow(SealError);
  expect(() => decryptPayload(ringOf(second), encrypted)).toThrow(KeyMissingError);
  expect(() => decryptPayload(undefined, encrypted)).toThrow(/TEMPOGRAPH_PAYLOAD_KEYS_FILE.* the key "first"/);
});

test("the codec reads what is and what is not encrypted, and keys that only decrypt encrypt nothing", async () => {
  const db = openDatabase("postgres://127.0.0.1:1/none");
  const payloads = [{ metadata: { encoding: bytes("json/plain") }, data: bytes("1") }];
  const encrypting = createPayloadCodec({ db, keys: { ring: before, encrypt: true } });
  const reading = createPayloadCodec({ db, keys: { ring: after, encrypt: false } });
  const encrypted = await encrypting.encode(payloads, { workflowId: "exe_1" });
  expect([...encrypted, ...payloads].map(isEncoded)).toEqual([true, false]);
  expect((await reading.decode([...encrypted, ...payloads])).map(plain)).toEqual([...payloads, ...payloads].map(plain));
  expect(await reading.encode(payloads)).toBe(payloads);
  await db.destroy();
});

test("what was encrypted for one execution stays encrypted for another one, and what is nobody's can be read by everybody", async () => {
  const db = openDatabase("postgres://127.0.0.1:1/none");
  const codec = createPayloadCodec({ db, keys: { ring: before, encrypt: true } });
  const payload = { metadata: { encoding: bytes("json/plain") }, data: bytes("1") };
  const one = async (context?: PayloadContext) => (await codec.encode([payload], context))[0]!;
  const opened = async (encrypted: Payload, context?: PayloadContext) =>
    !isEncrypted((await codec.decode([encrypted], context))[0]);
  const owned = await one({ type: "workflow", workflowId: "exe_1" });
  expect(await opened(owned, { type: "workflow", workflowId: "exe_1" })).toBe(true);
  expect(await opened(owned, { type: "activity", workflowId: "exe_1", activityId: "a" })).toBe(true);
  expect(await opened(owned, { type: "workflow", workflowId: "exe_2" })).toBe(false);
  expect(await opened(owned, { type: "activity", workflowId: "exe_2", activityId: "exe_1" })).toBe(false);
  // A program that has asked for the owner itself, as the codec endpoint does.
  expect(await opened(owned)).toBe(true);
  const alone = await one({ type: "activity", activityId: "run-node-1" });
  expect(await opened(alone, { type: "activity", activityId: "run-node-1" })).toBe(true);
  expect(await opened(alone, { type: "activity", activityId: "run-node-2" })).toBe(false);
  expect(await opened(await one(), { type: "workflow", workflowId: "exe_1" })).toBe(true);
  await db.destroy();
});

test.each([
  [{}, undefined],
  [{ TEMPOGRAPH_PAYLOAD_ENCRYPTION: "off" }, undefined],
  [{ TEMPOGRAPH_PAYLOAD_KEYS_FILE: "/keys" }, { file: "/keys", make: false, encrypt: true }],
  [
    { TEMPOGRAPH_PAYLOAD_KEYS_COMMAND: "vault", TEMPOGRAPH_PAYLOAD_ENCRYPTION: "off" },
    { command: "vault", make: false, encrypt: false },
  ],
  [
    { TEMPOGRAPH_PAYLOAD_KEYS_FILE: "/keys", TEMPOGRAPH_PAYLOAD_KEYS_MAKE: "1" },
    { file: "/keys", make: true, encrypt: true },
  ],
])("settings %j", (env, settings) => {
  expect(readPayloadKeys(env)).toEqual(settings);
});

test.each([
  [{ TEMPOGRAPH_PAYLOAD_ENCRYPTION: "on" }, "there are no keys"],
  [{ TEMPOGRAPH_PAYLOAD_ENCRYPTION: "yes" }, "TEMPOGRAPH_PAYLOAD_ENCRYPTION is yes. Set it to on or off."],
  [{ TEMPOGRAPH_PAYLOAD_KEYS_FILE: "/keys", TEMPOGRAPH_PAYLOAD_KEYS_COMMAND: "vault" }, "but not both"],
])("contradictory settings %j are refused", (env, message) => {
  expect(() => readPayloadKeys(env)).toThrow(message);
});
