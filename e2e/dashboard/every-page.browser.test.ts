import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDashboard, type Dashboard } from "../support/start-dashboard.ts";
import { EVERY_PAGE, fillStack, type Shown } from "./every-page.ts";

let dashboard: Dashboard;
let shown: Shown;
beforeAll(async () => {
  dashboard = await startDashboard();
  shown = await fillStack(dashboard.stack);
});
afterAll(() => dashboard?.stop());

describe.each(EVERY_PAGE)("the page $name", ({ path, text }) => {
  test("opens by its address, breaks no rule of accessibility in either theme, and asks nobody but the API", async () => {
    const page = await dashboard.open(path(shown));
    await page.getByText(text).first().waitFor();
    expect(await dashboard.problemsOf(page)).toEqual([]);
    await page.context().close();
  });
});
