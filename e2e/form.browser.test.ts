import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

// What people do with a form in a real browser whose JavaScript is switched off.

let browser: Browser;
let stack: TestStack;
beforeAll(async () => {
  [browser, stack] = await Promise.all([
    chromium.launch({ executablePath: inject("tempographChromium") }),
    startTestStack(),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all([browser?.close(), stack?.stop()]);
}, 60_000);

const schema = {
  type: "object",
  properties: {
    email: { type: "string", format: "email", title: "Your mail address" },
    seats: { type: "integer", minimum: 1, maximum: 9, title: "Seats" },
    plan: { enum: ["basic", "pro"], title: "Plan" },
    news: { type: "boolean", title: "Send me news" },
    message: { type: "string", format: "textarea", title: "Message", pattern: "[a-z]" },
  },
  required: ["email", "message"],
};

async function publish(path: string, answer: object): Promise<void> {
  const body = {
    name: path,
    triggers: [{ id: "form", kind: "form", config: { path, title: "Book a table", schema, answer } }],
    graph: {
      nodes: [
        { id: "start", type: "start" },
        {
          ...{ id: "answer", type: "respond" },
          data: { body: "Table for {{ payload.email }}", whenNobodyWaits: "skip" },
        },
      ],
      edges: [{ source: "start", target: "answer" }],
    },
  };
  const response = await fetch(`${stack.apiUrl}/workflows`, {
    ...{ method: "POST", body: JSON.stringify(body) },
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
  });
  expect(await response.json()).toMatchObject({ name: path });
}

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${stack.apiUrl}/forms/main/${path}`);
  return page;
}

async function dataOf(path: string): Promise<unknown[]> {
  const response = await fetch(`${stack.apiUrl}/events?source=tempograph:form/${path}`, {
    headers: { authorization: `Bearer ${stack.token}` },
  });
  return ((await response.json()) as { items: { data: unknown }[] }).items.map(({ data }) => data);
}

/** A page that was open for less than a second counts as one that a program has filled in. */
const aPersonsTime = (page: Page) => page.waitForTimeout(1_100);

test("somebody sends a form with a mistake, sees it at its field, corrects it, and is thanked", async () => {
  await publish("table", { type: "thanks" });
  const page = await open("table");
  await page.getByLabel("Your mail address").fill("ada@example.com");
  await page.getByLabel("Seats").fill("3");
  await page.getByLabel("Plan").selectOption("pro");
  await page.getByLabel("Send me news").check();
  // A browser does not know this rule of the schema.
  await page.getByLabel("Message").fill("12345");
  await aPersonsTime(page);
  await page.getByRole("button", { name: "Send" }).click();
  expect(await page.getByLabel("Message").getAttribute("aria-invalid")).toBe("true");
  expect(await page.locator("#message-error").count()).toBe(1);
  await page.getByLabel("Message").fill("<b>Hello</b> & goodbye");
  await aPersonsTime(page);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
  expect(await dataOf("table")).toEqual([
    { email: "ada@example.com", seats: 3, plan: "pro", news: true, message: "<b>Hello</b> & goodbye" },
  ]);
});

test("somebody who sends the form sees what the respond node says", async () => {
  await publish("answered", { type: "respond", timeoutSeconds: 20 });
  const page = await open("answered");
  await page.getByLabel("Your mail address").fill("bob@example.com");
  await page.getByLabel("Message").fill("Window, please");
  await aPersonsTime(page);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("Table for bob@example.com").waitFor();
});
