import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { createWorkflow, runToEnd } from "../support/start-test-stack.ts";

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  await createWorkflow(dashboard.stack, "greet", { nodes: [{ id: "start", type: "start" }], edges: [] });
  await runToEnd(dashboard.stack, "greet", { name: "Ada" });
});
afterAll(() => dashboard.stop());

const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const { apiUrl, token } = dashboard.stack;
  const answer = await fetch(apiUrl + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return await answer.json();
};
const signInDialog = (page: Page) => page.getByRole("dialog", { name: "Sign in" });
const signIn = async (page: Page, token: string): Promise<void> => {
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
};

test("somebody pastes a token, comes to the page whose address was opened, and signs out", async () => {
  const page = await dashboard.open("/executions?status=COMPLETED", { token: null });
  await signIn(page, "tg_wrong");
  await signInDialog(page).getByRole("alert").getByText("missing, wrong, revoked or expired").waitFor();
  await signIn(page, dashboard.stack.token);
  await page.getByRole("cell", { name: "completed" }).first().waitFor();
  const kept = await page.evaluate("document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })");
  expect(kept).not.toContain("tg_");
  await page.getByRole("button", { name: "Account and settings" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("**/app/sign-in");
  await page.goBack();
  await signInDialog(page).waitFor();
});

test("a link signs in once, and its code is in no address afterwards", async () => {
  const { path } = (await ask("POST", "/auth/links")) as { path: string };
  const page = await dashboard.open(path.slice("/app".length), { token: null });
  await page.getByRole("heading", { name: "Start" }).waitFor();
  expect(page.url()).toBe(`${dashboard.stack.apiUrl}/app/`);
  const other = await dashboard.open(path.slice("/app".length), { token: null });
  await other.getByText("This link has been used").waitFor();
  expect(other.url()).not.toContain("link=");
});

test("a link that is opened while the API is away signs in when it is tried again, though the address has lost its code", async () => {
  const { path } = (await ask("POST", "/auth/links")) as { path: string };
  const page = await dashboard.open("/sign-in", { token: null });
  await page.route("**/auth/links/open", (route) => route.abort(), { times: 1 });
  await page.goto("about:blank");
  await page.goto(dashboard.stack.apiUrl + path);
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Start" }).waitFor();
});

test("a session that ends in the middle keeps what was typed; the token's end is the session's end", async () => {
  const { id, secret } = (await ask("POST", "/tokens", { name: "vi", roles: ["viewer"] })) as {
    id: string;
    secret: string;
  };
  const page = await dashboard.open("/executions", { token: secret });
  await page.getByRole("cell", { name: "completed" }).first().waitFor();
  // The field waits for the end of the typing, which does not come.
  await page.getByLabel("Event").pressSequentially("evt_half", { delay: 5 });
  await ask("POST", `/tokens/${id}/revoke`);
  await signInDialog(page).waitFor();
  await signIn(page, dashboard.stack.token);
  await signInDialog(page).waitFor({ state: "hidden" });
  expect(await page.getByLabel("Event").inputValue()).toBe("evt_half");
});

test("the API is killed, and the page goes on by itself", async () => {
  const page = await dashboard.open("/executions");
  await page.getByRole("cell", { name: "completed" }).first().waitFor();
  dashboard.stack.api.kill9();
  // A list asks every two seconds, and on a quiet machine the API is back sooner. So somebody filters while it is away.
  await page.getByRole("textbox", { name: "Version", exact: true }).fill("1");
  const notice = page.getByText("The API does not answer. What you see");
  await notice.waitFor();
  await notice.waitFor({ state: "hidden", timeout: 60_000 });
  await page.getByRole("cell", { name: "completed" }).first().waitFor();
  await runToEnd(dashboard.stack, "greet", { name: "Bob" });
  await page.getByRole("cell", { name: "completed" }).nth(1).waitFor();
});

test("a page whose code cannot be loaded says so, and the navigation around it stays", async () => {
  const page = await dashboard.open("/executions");
  await page.getByRole("cell", { name: "completed" }).first().waitFor();
  await page.route(/health-page/, (route) => route.abort());
  const navigation = page.getByRole("navigation");
  await navigation.getByRole("link", { name: "Health" }).click();
  await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
  await navigation.getByRole("link", { name: "Executions" }).click();
  await page.getByRole("cell", { name: "completed" }).first().waitFor();
});

test("the keyboard alone: help, palette, pages, and the way to the content", async () => {
  const page = await dashboard.open("/");
  await page.getByText("greet").first().waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).getByText("Go to Executions").waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor({ state: "hidden" });
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await page.getByRole("heading", { name: "Executions" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Find …").fill("gree");
  await page
    .getByRole("option", { name: /greet/ })
    .or(page.getByRole("button", { name: /greet wf_/ }))
    .first()
    .waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
});

test("a chosen theme stays, and an address that leads nowhere says so", async () => {
  const page = await dashboard.open("/nowhere", { theme: "light" });
  await page.getByText("This address leads nowhere").waitFor();
  await page.getByRole("button", { name: "Account and settings" }).click();
  await page.getByRole("menuitem", { name: "Dark" }).click();
  await page.reload();
  await page.waitForSelector("html[data-mantine-color-scheme=dark]");
});

test("the first page has at most 300 kB, compressed", async () => {
  const page = await dashboard.open("/");
  await page.getByText("greet").first().waitFor();
  // What later pages need is loaded when they are opened.
  const bytes = await page.evaluate(
    "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/app/assets/')).map(({ encodedBodySize }) => encodedBodySize)",
  );
  const sizes = bytes as number[];
  expect(sizes.length).toBeGreaterThan(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(300_000);
});

test("on a phone nothing is wider than the screen", async () => {
  const page = await dashboard.open("/", { viewport: { width: 360, height: 740 } });
  await page.getByText("greet").first().waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  await page.getByRole("button", { name: "Navigation" }).click();
  await page.getByRole("link", { name: "Executions", exact: true }).click();
  await page.getByRole("heading", { name: "Executions" }).waitFor();
  expect(await dashboard.problemsOf(page)).toEqual([]);
});

test("the page for signing in breaks no rule of accessibility in either theme", async () => {
  const page = await dashboard.open("/sign-in", { token: null });
  expect(await dashboard.problemsOf(page)).toEqual([]);
});
