import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSchema, isInputObjectType, parse } from "graphql";
import { expect, test } from "vitest";
import { ApiError, unreachable } from "./api-error.ts";
import { KEY_FIELDS, once } from "./once.ts";
import type { ApiDocument } from "./api-document.ts";

interface Variables {
  readonly input: { readonly type: string };
}
const documentOf = (type: string) =>
  parse(`mutation Try${type}($input: ${type}!) { it(input: $input) { __typename } }`) as unknown as ApiDocument<
    unknown,
    Variables
  >;
const SendEvent = documentOf("EventInput");

/** Sends once, and gives the key that was sent. */
async function keyOf(document: typeof SendEvent, type: string, error?: Error): Promise<string | undefined> {
  let key: string | undefined;
  const sent = once(document, { input: { type } }, async ({ input }) => {
    key = (input as { readonly idempotencyKey?: string }).idempotencyKey;
    if (error !== undefined) throw error;
    return await Promise.resolve("done");
  });
  await sent.catch(() => undefined);
  return key;
}

test("what is tried again because its answer was lost carries the same key; what is wanted once more has another", async () => {
  const lost = await keyOf(SendEvent, "a", unreachable());
  expect(lost).toMatch(/^[\w-]{36}$/);
  expect(await keyOf(SendEvent, "b")).not.toBe(lost);
  expect(
    await keyOf(SendEvent, "a", new ApiError({ code: "DATABASE_UNAVAILABLE", message: "", retryable: true })),
  ).toBe(lost);
  expect(await keyOf(SendEvent, "a", new Error("half an answer"))).toBe(lost);
  expect(await keyOf(SendEvent, "a")).toBe(lost);
  const next = await keyOf(SendEvent, "a", new ApiError({ code: "INVALID_INPUT", message: "" }));
  expect(next).not.toBe(lost);
  expect(await keyOf(SendEvent, "a")).not.toBe(next);
});

test("what has no key is sent as it is, and a lost answer says to look first", async () => {
  const make = documentOf("TokenCreateInput");
  expect(await keyOf(make, "a")).toBeUndefined();
  const lost = once(make, { input: { type: "a" } }, () => Promise.reject(unreachable()));
  await expect(lost).rejects.toMatchObject({ code: "API_UNREACHABLE", hint: expect.stringContaining("look whether") });
});

test("every input of the API that has a key is known", () => {
  const sdl = readFileSync(fileURLToPath(new URL("../../../api/schema.graphql", import.meta.url)), "utf8");
  const keyed = Object.values(buildSchema(sdl).getTypeMap()).flatMap((type) => {
    if (!isInputObjectType(type)) return [];
    const field = ["idempotencyKey", "signalId"].find((name) => name in type.getFields());
    return field === undefined ? [] : [[type.name, field]];
  });
  expect(KEY_FIELDS).toEqual(Object.fromEntries(keyed));
});
