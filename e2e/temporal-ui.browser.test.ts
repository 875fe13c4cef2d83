import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "@tempograph/testing";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { demoProcess, type Demo } from "./support/run-demo.ts";

// What a person sees in a real browser at the addresses that `npm run demo` prints.

const dataDir = mkdtempSync(join(tmpdir(), "tempograph-browser-"));
let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: inject("tempographChromium"),
    // The name of another site leads to loopback, as after DNS rebinding.
    args: ["--disable-background-networking", "--host-resolver-rules=MAP rebound.example 127.0.0.1"],
  });
  demo = demoProcess(dataDir);
  await waitFor(() => demo.output().includes("Ctrl-C stops everything"), { timeoutMs: 100_000, what: "the URLs" });
});
afterAll(async () => {
  demo?.child.kill("SIGINT");
  await Promise.all([browser?.close(), demo?.ended]);
  rmSync(dataDir, { recursive: true, force: true });
});

/** The address behind a name that the demo prints. */
const address = (name: string): string => new RegExp(`${name} +(http:\\S+)`).exec(demo.output())?.[1] ?? "";

/** Waits until the page shows the text. */
const shows = async (page: Page, text: string): Promise<void> => {
  await page.getByText(text).first().waitFor({ timeout: 30_000 });
};

/** A page of a person who has opened nothing before. It has no cookies of other tests. */
async function newPerson(): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  return await context.newPage();
}

test("the Web UI shows an execution's payloads in the clear, although Temporal has them encrypted", async () => {
  const page = await newPerson();
  await page.goto(address("Temporal Web UI"));
  await shows(page, "Hot lead");
  // The input of the demo's execution: the lead's data.
  await shows(page, '"LinkedIn"');
  await shows(page, '"traceHash"');
});

test("a browser that has not opened the address with the key is told to, also under another site's name", async () => {
  const page = await newPerson();
  const ui = new URL(address("Temporal Web UI"));
  await page.goto(ui.origin);
  await shows(page, "Open the address of the Web UI that `npm run demo` prints");
  await page.goto(`http://rebound.example:${ui.port}/`);
  await shows(page, "This address is not that of the Web UI.");
});

test("the browser sends the key of the Web UI to no other server of this machine", async () => {
  const cookies: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    cookies.push(request.headers.cookie);
    response.setHeader("content-type", "text/html").end("<p>another page</p>");
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const page = await newPerson();
  await page.goto(address("Temporal Web UI"));
  await shows(page, "Hot lead");
  for (const host of ["127.0.0.1", "localhost"]) {
    await page.goto(`http://${host}:${port}/`);
    await shows(page, "another page");
  }
  expect(cookies.filter((cookie) => cookie !== undefined)).toEqual([]);
});

test("GraphiQL runs a query with the token of its address", async () => {
  const page = await newPerson();
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  await page.goto(address("GraphiQL"));
  await page.getByRole("button", { name: /^execute/i }).click();
  await shows(page, '"attemptCount"');
  expect(failures).toEqual([]);
});
