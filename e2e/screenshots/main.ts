import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { findChromium } from "../../tools/vitest/find-chromium.ts";
import { EVERY_PAGE, fillStack } from "../dashboard/every-page.ts";
import { browseDashboard, type Theme } from "../support/browse-dashboard.ts";
import { startTestStack } from "../support/start-test-stack.ts";

const HELP = `Usage: npm run screenshots -- [options]

Starts a real stack with the demos of the start page, and photographs every page of the dashboard, light and dark.

  --out <folder>   where the pictures go. Default: .tempograph/screenshots
  --page <name>    only this page. May be given several times
  --docs           writes the pictures of README.md and docs/guide/dashboard.md instead, into docs/images: few pages, light only
  --json           print the paths as JSON
`;

const { values } = parseArgs({
  options: {
    out: { type: "string" },
    page: { type: "string", multiple: true },
    docs: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const known = EVERY_PAGE.map(({ name }) => name);
const unknown = values.page?.filter((name) => !known.includes(name)) ?? [];
if (unknown.length > 0) {
  process.stderr.write(`There is no page ${unknown.join(", ")}. There are: ${known.join(", ")}.\n`);
  process.exit(2);
}

/** The pages that the documents show. */
const IN_DOCS = ["start", "workflow", "sentences", "execution", "executions", "event", "approvals", "versions"];
const isWanted = (name: string): boolean => {
  if (values.page !== undefined) return values.page.includes(name);
  return !values.docs || IN_DOCS.includes(name);
};
const themes: readonly Theme[] = values.docs ? ["light"] : ["light", "dark"];
const fileOf = (name: string, theme: Theme): string => (values.docs ? `${name}.png` : `${name}-${theme}.png`);

const out = resolve(
  values.out ?? (values.docs ? join(import.meta.dirname, "../../docs/images") : ".tempograph/screenshots"),
);
mkdirSync(out, { recursive: true });
const say = (line: string): void => void process.stderr.write(`${line}\n`);

say("Starting the stack and running the demos …");
const executablePath = await findChromium();
const [browser, stack] = await Promise.all([chromium.launch({ executablePath }), startTestStack()]);
const dashboard = await browseDashboard(browser, stack);
const pictures: string[] = [];
try {
  const shown = await fillStack(stack);
  const viewport = values.docs ? { width: 1_440, height: 810 } : { width: 1_440, height: 900 };
  for (const { name, path, text } of EVERY_PAGE) {
    if (!isWanted(name)) continue;
    for (const theme of themes) {
      const page = await dashboard.open(path(shown), { theme, viewport });
      await page.getByText(text).first().waitFor();
      await untilComplete(page);
      const picture = join(out, fileOf(name, theme));
      await page.screenshot({ path: picture });
      await page.context().close();
      pictures.push(picture);
      say(picture);
    }
  }
} finally {
  await dashboard.stop();
}

/** Nothing is being read or laid out any more, and no part has come since the last frame. */
async function untilComplete(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction("document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root') === null");
}
if (values.json) process.stdout.write(`${JSON.stringify({ pictures })}\n`);
