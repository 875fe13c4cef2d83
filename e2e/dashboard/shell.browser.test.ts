import { afterAll, beforeAll, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { createWorkflow, runToEnd } from "../support/start-test-stack.ts";

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  await createWorkflow(dashboard.stack, "greet", {
    nodes: [{ id: "start", type: "start" }],
    edges: [],
  });
  await runToEnd(dashboard.stack, "greet", { name: "Ada" });
});
afterAll(() => dashboard.stop());

test("somebody pastes a token, comes to the page whose address was opened, and signs out", async () => {
  const page = await dashboard.open("/executions?status=COMPLETED", { token: null });
  await page.getByLabel("Token").fill("tg_wrong");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("dialog").getByRole("alert").getByText("missing, wrong, revoked or expired").waitFor();
  await page.getByLabel("Token").fill(dashboard.stack.token);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("cell", { name: "completed" }).waitFor();
  expect(await page.evaluate("document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })")).not.toContain(
    "tg_",
  );
  await page.getByRole("button", { name: "Account and settings" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("**/app/sign-in");
  await page.goBack();
  await page.getByRole("dialog", { name: "Sign in" }).waitFor();
});

test("the page for signing in breaks no rule of accessibility in either theme", async () => {
  const page = await dashboard.open("/sign-in", { token: null });
  expect(await dashboard.problemsOf(page)).toEqual([]);
});
