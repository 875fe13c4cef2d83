import { readFileSync } from "node:fs";
import { parse, validate } from "graphql";
import { expect, test } from "vitest";
import { schema } from "./schema.ts";

const guide = readFileSync(new URL("../../../../docs/guide/api.md", import.meta.url), "utf8");

/** The GraphQL operations in the guide: blocks of GraphQL, `"query": "…"` in JSON, and templates in code. */
const operations = [
  ...[...guide.matchAll(/(?:^ {4}.*\n|^\n)+/gm)]
    .map(([block]) => block.trim())
    .filter((block) => /^(\{\n|mutation|query)/.test(block) && !block.includes('"query"')),
  ...[...guide.matchAll(/"query": ?("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text!) as string),
  ...[...guide.matchAll(/query: `([^`]*)`/g)].map(([, text]) => text!),
];

test("every operation in the guide is valid", () => {
  expect(operations.length).toBeGreaterThanOrEqual(5);
  for (const operation of operations) expect(validate(schema, parse(operation)), operation).toEqual([]);
});
