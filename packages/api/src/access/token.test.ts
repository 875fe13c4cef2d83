import { expect, test } from "vitest";
import { byHash } from "./token.ts";

test("a burst of tokens is looked up with one query, and each gets its own row", async () => {
  const queries: (readonly string[])[] = [];
  const find = byHash(async (hashes) => {
    queries.push(hashes);
    return hashes.filter((hash) => hash.startsWith("right")).map((hash) => ({ hash }));
  });
  const hashes = [...Array.from({ length: 800 }, (_, index) => `wrong ${index}`), "right 1", "right 2", "right 1"];
  const found = await Promise.all(hashes.map(find));
  expect(found.filter((row) => row !== undefined)).toEqual([
    { hash: "right 1" },
    { hash: "right 2" },
    { hash: "right 1" },
  ]);
  expect(queries.map(({ length }) => length)).toEqual([802]);
});
