import { waitFor } from "@tempograph/testing";
import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { TestStack } from "./start-test-stack.ts";

export type Theme = "light" | "dark";

export interface OpenOptions {
  /** Whose session the browser has. Default: the owner's. Null: nobody is signed in. */
  readonly token?: string | null;
  readonly theme?: Theme;
  /** Default 1280 × 800. A phone is 360 × 740. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Dashboard {
  readonly stack: TestStack;
  readonly browser: Browser;
  /** Opens a page of the dashboard in a browser of its own: `open("/executions")`. */
  open(path: string, options?: OpenOptions): Promise<Page>;
  /** What is wrong with a page as it stands: violations of accessibility in both themes, errors on the console, requests to other origins. */
  problemsOf(page: Page): Promise<string[]>;
  stop(): Promise<void>;
}

/** The dashboard of a running stack, in a running browser. Both are ended with it. Waits until the API has built its pages. */
export async function browseDashboard(browser: Browser, stack: TestStack): Promise<Dashboard> {
  await waitFor(async () => (await fetch(`${stack.apiUrl}/app`)).ok, { timeoutMs: 120_000, intervalMs: 250 });
  const seen = new WeakMap<Page, string[]>();

  async function contextFor({ token, theme = "light", viewport }: OpenOptions): Promise<BrowserContext> {
    const context = await browser.newContext({
      colorScheme: theme,
      reducedMotion: "reduce",
      locale: "en-US",
      timezoneId: "Europe/Berlin",
      ...(viewport !== undefined && { viewport }),
    });
    if (token !== null) {
      const answer = await context.request.post(`${stack.apiUrl}/auth/session`, {
        headers: { authorization: `Bearer ${token ?? stack.token}` },
      });
      if (answer.status() !== 204) throw new Error(`The sign-in was refused: ${await answer.text()}`);
    }
    return context;
  }

  function watch(page: Page): void {
    const found: string[] = [];
    seen.set(page, found);
    page.on("console", (message) => {
      if (message.type() === "error") found.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => found.push(`error: ${error.message}`));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== stack.apiUrl) found.push(`request to ${origin}`);
    });
  }

  return {
    stack,
    browser,
    async open(path, options = {}) {
      const context = await contextFor(options);
      const page = await context.newPage();
      watch(page);
      await page.goto(`${stack.apiUrl}/app${path}`);
      await page.getByRole("heading", { level: 1 }).or(page.getByRole("dialog")).first().waitFor({ timeout: 60_000 });
      return page;
    },
    async problemsOf(page) {
      const found = [...(seen.get(page) ?? [])];
      for (const theme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await page.waitForSelector(`html[data-mantine-color-scheme=${theme}]`);
        // Colours change step by step, and halfway a text can have the colour of what is behind it.
        await waitFor(() => page.evaluate<boolean>(STANDS_STILL));
        found.push(...(await violationsOf(page)).map((violation) => `${theme}: ${violation}`));
      }
      return found;
    },
    async stop() {
      await Promise.all([browser.close(), stack.stop()]);
    },
  };
}

/** Whether all animations have ended that end by themselves. */
const STANDS_STILL = `document.getAnimations().every(
  ({ playState, effect }) => playState !== "running" || effect.getComputedTiming().iterations === Infinity,
)`;

/** What axe finds. It is run as a text, because the policy of the page lets no other script in. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as axe.AxeResults;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
  );
}
