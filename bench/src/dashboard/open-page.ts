import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { TestStack } from "../../../e2e/support/start-test-stack.ts";

const METER = fileURLToPath(new URL("./page-meter.js", import.meta.url));
const VIEWPORT = { width: 1_440, height: 900 };

/** A page of a browser that has seen nothing of the dashboard before, and in which the owner is signed in. */
export async function openPage(browser: Browser, { apiUrl, token }: TestStack): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: "reduce" });
  await context.addInitScript({ path: METER });
  const answer = await context.request.post(`${apiUrl}/auth/session`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (answer.status() !== 204) throw new Error(`The sign-in was refused: ${await answer.text()}`);
  return await context.newPage();
}
