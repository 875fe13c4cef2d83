import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage, runCommands } from "./support/page-examples.ts";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

// Runs the examples of docs/triggers.md in their order, with a real stack. A comment before a block says what it is: `workflow` the name under
// which the JSON is published; `answers` fields of the JSON that the commands print; `eventually` what they print after a while.

const { examples } = readPage("triggers.md");

/** The feed that an example polls and the system that another one asks. They are at another address, and the feed is asked sooner than the page says. */
const feed = createServer((request, response) =>
  request.url?.startsWith("/customers/")
    ? response.writeHead(200, { "content-type": "application/json" }).end('{"rating":"poor"}')
    : response
        .writeHead(200, { "content-type": "application/rss+xml" })
        .end(
          `<rss version="2.0"><channel><title>News</title><item><guid>1</guid><title>First</title><link>https://example.com/1</link></item></channel></rss>`,
        ),
);
const asTested = (example: string) =>
  example
    .replace(
      /https:\/\/(example.com\/feed.xml|crm.example.com)/,
      () => `http://127.0.0.1:${String((feed.address() as AddressInfo).port)}`,
    )
    .replace('"every": "5m"', '"every": "5s", "from": "beginning"');

let stack: TestStack;
const folder = mkdtempSync(join(tmpdir(), "tempograph-triggers-"));
beforeAll(async () => {
  feed.listen(0, "127.0.0.1");
  await once(feed, "listening");
  stack = await startTestStack({ TEMPOGRAPH_EGRESS_ALLOW: "127.0.0.1" });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  feed.close();
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
    ...{ method: "POST", body: JSON.stringify({ name: told, ...(JSON.parse(asTested(text)) as object) }) },
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
  });
  expect(await response.json()).toMatchObject({ name: told });
  expect(response.status).toBe(201);
});
