import type { Page } from "playwright-core";

/** Zooms out until all cards of a graph are in view, of which the editor opens with those that can be read. */
export async function showWholeGraph(page: Page): Promise<void> {
  await page.locator(".react-flow__node").first().waitFor();
  await page.getByRole("button", { name: "Fit View" }).click();
}
