import { expect, test } from "vitest";
import { jsonChunks } from "./json-rows.ts";

test("usual rows are one text, large ones several, each row whole and in order", () => {
  const rows = Array.from({ length: 10 }, (_, n) => ({ n, text: "x".repeat(n === 4 ? 500 : 20) }));
  expect(jsonChunks([])).toEqual([]);
  expect(jsonChunks(rows)).toEqual([JSON.stringify(rows)]);
  const chunks = jsonChunks(rows, 100);
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.flatMap((chunk) => JSON.parse(chunk) as object[])).toEqual(rows);
  for (const chunk of chunks) expect(chunk.length <= 110 || JSON.parse(chunk).length === 1).toBe(true);
});
