import { createKeyRing } from "@tempograph/runtime";
import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";

const keys = new Map(["old", "new"].map((id, at) => [id, { id, secret: Buffer.alloc(32, at) }]));
const ringOf = (current: string, ...ids: string[]) =>
  createKeyRing("keys", "the test", { current, keys: new Map([current, ...ids].map((id) => [id, keys.get(id)!])) });
const ring = ringOf("new");
const encode = (key: string) => encodeCursor(ring, key);

test("a cursor can be decoded only by a list with its form of keys", () => {
  expect(decodeCursor(ring, encode("42"), "number")).toBe("42");
  expect(decodeCursor(ring, encode("3/each[3]/no:tify"), "step")).toBe("3/each[3]/no:tify");
  expect(decodeCursor(ring, encode("run-1/42"), "history")).toBe("run-1/42");
  expect(decodeCursor(ring, encode("3/notify"), "number")).toBeUndefined();
  for (const key of ["ü".repeat(16), "x".repeat(31), "x".repeat(32), "x".repeat(33)])
    expect(decodeCursor(ring, encode(key), "id")).toBe(key);
});

test("numbers that all projects share cannot be read from cursors, and neither can how large they are (I13)", () => {
  const cursors = ["1", "2", "4812345", "4812346", "999999999999999999"].map(encode);
  expect(new Set(cursors.map((cursor) => cursor.length)).size).toBe(1);
  expect(new Set(cursors.map((cursor) => cursor.slice(0, 4))).size).toBe(cursors.length);
  expect(Buffer.from(cursors[2]!, "base64url").toString("latin1")).not.toContain("48");
  expect(encode("2")).toBe(cursors[1]);
});

test("an exchanged master key opens the cursors of the key before, while the ring has that", () => {
  const before = encodeCursor(ringOf("old"), "42");
  expect(decodeCursor(ringOf("new", "old"), before, "number")).toBe("42");
  expect(decodeCursor(ring, before, "number")).toBeUndefined();
});

const changed = encode("42").replace(/^./, (first) => (first === "A" ? "B" : "A"));

test.each([
  "",
  "42",
  "!!!",
  "azo=",
  Buffer.from("k:42").toString("base64url"),
  changed,
  `${encode("42")}=`,
  encode("1; drop table"),
  encode("9".repeat(30)),
  encode("a\u0000b"),
])("%j is not a cursor", (text) => {
  expect(decodeCursor(ring, text, "number")).toBeUndefined();
});
