import { chromium } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import { browseDashboard, type Dashboard } from "./browse-dashboard.ts";
import { startTestStack, type StackOptions } from "./start-test-stack.ts";

export type { Dashboard, OpenOptions } from "./browse-dashboard.ts";

/**
 * Starts a real stack, and Chromium, once for a test file. The API builds the dashboard when it is first opened; what was built for the same
 * sources is found again. A page is closed with its test: one that stays open goes on asking the API, which slows the tests after it down.
 */
export async function startDashboard(
  workerEnv: NodeJS.ProcessEnv = {},
  apiEnv: NodeJS.ProcessEnv = {},
  options: StackOptions = {},
): Promise<Dashboard> {
  const [browser, stack] = await Promise.all([
    chromium.launch({ executablePath: inject("tempographChromium") }),
    startTestStack(workerEnv, apiEnv, options),
  ]);
  const dashboard = await browseDashboard(browser, stack);
  return {
    ...dashboard,
    async open(path, options) {
      const page = await dashboard.open(path, options);
      onTestFinished(() => page.context().close());
      return page;
    },
  };
}
