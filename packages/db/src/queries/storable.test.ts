import { expect, test } from "vitest";
import { storableJson } from "./storable.ts";

test("what jsonb refuses becomes U+FFFD, in values and in keys; all else stays as it is", () => {
  expect(JSON.parse(storableJson({ "k\u0000": ["a\u0000b", "\ud800x", "x\udfff"], n: 1, ok: "\ud83d\ude00" }))).toEqual(
    {
      "k\uFFFD": ["a\uFFFDb", "\uFFFDx", "x\uFFFD"],
      n: 1,
      ok: "\ud83d\ude00",
    },
  );
  // A backslash before "u0000" is text.
  const text = { path: "C:\\u0000" };
  expect(JSON.parse(storableJson(text))).toEqual(text);
});
