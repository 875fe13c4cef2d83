import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";
import { fromUtf8 } from "./utf8.ts";

test("base64 agrees with Node", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const node = Buffer.from(bytes);
      expect(toBase64(bytes)).toBe(node.toString("base64"));
      for (const text of [node.toString("base64"), node.toString("base64url")]) expect(fromBase64(text)).toEqual(bytes);
    }),
    { numRuns: 2_000 },
  );
});

test("UTF-8 is decoded as by Node's strict decoder", { timeout: 60_000 }, () => {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const check = (bytes: Uint8Array) => {
    let expected: string | undefined;
    try {
      expected = decoder.decode(bytes);
    } catch {
      expected = undefined;
    }
    expect(fromUtf8(bytes)).toBe(expected);
  };
  const edges = fc.constantFrom(
    0x00,
    0x7f,
    0x80,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
    0x9f,
    0xa0,
    0x8f,
    0x90,
  );
  fc.assert(
    fc.property(
      fc.array(edges, { maxLength: 6 }).map((bytes) => Uint8Array.from(bytes)),
      check,
    ),
    { numRuns: 20_000 },
  );
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => check(Buffer.from(text))));
});
