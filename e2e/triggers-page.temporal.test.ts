import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

// Runs the examples of docs/triggers.md in their order, with a real stack. A comment before a block says what it is: `workflow` the name under
// which the JSON is published; `answers` fields of the JSON that the commands print.

const page = readFileSync(join(import.meta.dirname, "../docs/triggers.md"), "utf8");
const BLOCK = /<!-- (answers|workflow): ([^\n]*) -->\s*```(?:sh|json)\n([^]*?)```/g;
const blocks = [...page.matchAll(BLOCK)].map(([, what, told, text]) => ({
  ...{ what: what!, told: told!, text: text! },
  line: page.slice(0, page.indexOf(text!)).split("\n").length,
}));

let stack: TestStack;
const folder = mkdtempSync(join(tmpdir(), "tempograph-triggers-"));
beforeAll(async () => {
  stack = await startTestStack();
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true });
}, 60_000);

async function shell(commands: string): Promise<string> {
  const env = { ...process.env, API: stack.apiUrl, TOKEN: stack.token };
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", commands], { cwd: folder, env });
  return stdout;
}

test("the page has its examples", () => expect(blocks.length).toBeGreaterThanOrEqual(6));

test.each(blocks)("the example at line $line", async ({ what, told, text }) => {
  if (what === "answers") return expect(JSON.parse(await shell(text))).toMatchObject(JSON.parse(told) as object);
  const response = await fetch(`${stack.apiUrl}/workflows`, {
    ...{ method: "POST", body: JSON.stringify({ name: told, ...(JSON.parse(text) as object) }) },
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
  });
  expect(await response.json()).toMatchObject({ name: told });
  expect(response.status).toBe(201);
});
