import type { Browser } from "playwright-core";
import type { TestStack } from "../../../e2e/support/start-test-stack.ts";
import { openPage } from "./open-page.ts";

export interface FirstPage {
  /** All that came over the wire, compressed, in units of 1,000 bytes: the document, scripts, styles and the API's answers. */
  readonly kb: number;
  /** Until the browser painted the first text or picture. */
  readonly paintMs: number;
}

/** With so long a pause between two answers, the page has everything. */
const QUIET_MS = 1_000;

/** Opens the start page with an empty cache. */
export async function measureFirstPage(browser: Browser, stack: TestStack): Promise<FirstPage> {
  const page = await openPage(browser, stack);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("Network.enable");
  let bytes = 0;
  let lastAt = performance.now();
  devTools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    lastAt = performance.now();
  });
  await page.goto(`${stack.apiUrl}/app/`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  while (performance.now() - lastAt < QUIET_MS) await page.waitForTimeout(100);
  const paintMs = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN",
  );
  await page.context().close();
  return { kb: bytes / 1_000, paintMs };
}
