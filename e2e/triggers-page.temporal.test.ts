import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage, runCommands } from "./support/page-examples.ts";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

// Runs the examples of docs/triggers.md in their order, with a real stack. A comment before a block says what it is: `workflow` the name under
// which the JSON is published; `answers` fields of the JSON that the commands print; `eventually` what they print after a while.

const { examples } = readPage("triggers.md");

let stack: TestStack;
const folder = mkdtempSync(join(tmpdir(), "tempograph-triggers-"));
beforeAll(async () => {
  stack = await startTestStack();
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true });
}, 60_000);

test("the page has its examples", () => expect(examples.length).toBeGreaterThanOrEqual(6));

test.each(examples)("the example at line $line", async ({ what, told, text }) => {
  if (what === "answers")
    return expect(JSON.parse(await runCommands(stack, text, { cwd: folder }))).toMatchObject(
      JSON.parse(told!) as object,
    );
  if (what === "eventually")
    return void (await waitFor(
      async () => {
        const printed = JSON.parse(await runCommands(stack, text, { cwd: folder })) as object;
        expect(printed).toMatchObject(JSON.parse(told!) as object);
        return true;
      },
      { timeoutMs: 30_000, intervalMs: 200 },
    ));
  const response = await fetch(`${stack.apiUrl}/workflows`, {
    ...{ method: "POST", body: JSON.stringify({ name: told, ...(JSON.parse(text) as object) }) },
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
  });
  expect(await response.json()).toMatchObject({ name: told });
  expect(response.status).toBe(201);
});
