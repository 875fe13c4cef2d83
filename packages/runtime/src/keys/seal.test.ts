import fc from "fast-check";
import { expect, test } from "vitest";
import { newKey } from "./key-file.ts";
import { createKeyRing, KeyMissingError, type Key, type KeyRing } from "./key-ring.ts";
import { open, seal, sealedWith, SealError } from "./seal.ts";

function ring(...keys: readonly [Key, ...Key[]]): KeyRing {
  const all = new Map(keys.map((key) => [key.id, key]));
  return createKeyRing("test keys", "keys.json", { current: keys[0].id, keys: all });
}

const one = newKey();
const other = newKey();

test("what was sealed opens again, under the current key and under older ones", () => {
  const before = ring(one);
  const after = ring(other, one);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (plain, context) => {
      const sealed = seal(before, plain, context);
      expect(open(before, sealed, context).equals(plain)).toBe(true);
      expect(open(after, sealed, context).equals(plain)).toBe(true);
      expect(sealedWith(sealed)).toBe(one.id);
      expect(sealedWith(seal(after, plain, context))).toBe(other.id);
    }),
  );
});

test("the same value is sealed differently each time", () => {
  const plain = Buffer.from("the same");
  expect(seal(ring(one), plain, "a").equals(seal(ring(one), plain, "a"))).toBe(false);
});

test("another context, a changed byte and a value that is cut off are refused", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (plain, place, change) => {
        const keys = ring(one);
        const sealed = seal(keys, plain, "here");
        expect(() => open(keys, sealed, "there")).toThrow(SealError);
        expect(() => open(keys, sealed.subarray(0, place % sealed.length), "here")).toThrow(SealError);
        const at = place % sealed.length;
        const changed = Buffer.from(sealed);
        changed[at] = sealed[at]! ^ change;
        // A changed id in the header is a key that nobody has.
        expect(() => open(keys, changed, "here")).toThrow(/keys/);
        expect(() => open(keys, plain, "here")).toThrow(SealError);
      },
    ),
  );
});

test("a context cannot take over a part of the key's id", () => {
  const longer: Key = { id: `${one.id}x`, secret: one.secret };
  const sealed = seal(ring(one), Buffer.from("value"), "x here");
  const forged = Buffer.concat([
    Buffer.from([1, longer.id.length]),
    Buffer.from(longer.id),
    sealed.subarray(2 + one.id.length),
  ]);
  expect(() => open(ring(longer), forged, " here")).toThrow(SealError);
});

test("a lost key is named, with its purpose, its place and what to do", () => {
  const sealed = seal(ring(one), Buffer.from("value"), "here");
  const lost = (): unknown => open(ring(other), sealed, "here");
  expect(lost).toThrow(KeyMissingError);
  expect(lost).toThrow(
    `The test keys in keys.json do not contain the key "${one.id}", which a stored value needs. Hint: add this key again under its id`,
  );
  expect(lost).toThrow(expect.objectContaining({ code: "KEY_MISSING", purpose: "test keys", keyId: one.id }));
});
