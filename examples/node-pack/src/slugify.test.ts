import { runNode } from "@tempograph/nodes-sdk/testing";
import { expect, test } from "vitest";
import { slugify } from "./slugify.ts";

test.each([
  ["Hello, World!", "hello-world"],
  ["  Crème brûlée — 2 ways ", "creme-brulee-2-ways"],
])("%j becomes %j", async (text, slug) => {
  const { output, port } = await runNode(slugify, { text });
  expect({ output, port }).toEqual({ output: { slug }, port: "out" });
});

test("a long text ends after a whole word", async () => {
  expect((await runNode(slugify, { text: "one two three", maxLength: 9 })).output).toEqual({ slug: "one-two" });
});

test("a text without letters fails at once, with a hint", async () => {
  const { error, attempts } = await runNode(slugify, { text: "!!!" });
  expect(error).toMatchObject({ code: "SLUG_EMPTY", retryable: false, hint: expect.any(String) });
  expect(attempts).toHaveLength(1);
});

test("the error for an invalid input names its field", async () => {
  const { error } = await runNode(slugify, { text: 7 } as never);
  expect(error?.message).toContain("text");
});
