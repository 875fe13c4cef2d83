import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findChromium } from "../../tools/vitest/find-chromium.ts";
import { EVERY_PAGE, fillStack } from "../dashboard/every-page.ts";
import { browseDashboard, type Theme } from "../support/browse-dashboard.ts";
import { startTestStack } from "../support/start-test-stack.ts";

const HELP = `Usage: npm run screenshots -- [options]

Starts a real stack with the demos of the start page, and photographs every page of the dashboard, light and dark.

  --out <folder>   where the pictures go. Default: .tempograph/screenshots
  --page <name>    only this page. May be given several times
  --json           print the paths as JSON
`;

const { values } = parseArgs({
  options: {
    out: { type: "string", default: ".tempograph/screenshots" },
    page: { type: "string", multiple: true },
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

const out = resolve(values.out);
mkdirSync(out, { recursive: true });
const say = (line: string): void => void process.stderr.write(`${line}\n`);

say("Starting the stack and running the demos …");
const executablePath = await findChromium();
const [browser, stack] = await Promise.all([chromium.launch({ executablePath }), startTestStack()]);
const dashboard = await browseDashboard(browser, stack);
const pictures: string[] = [];
try {
  const shown = await fillStack(stack);
  const viewport = { width: 1_440, height: 900 };
  for (const { name, path, text } of EVERY_PAGE) {
    if (values.page !== undefined && !values.page.includes(name)) continue;
    for (const theme of ["light", "dark"] satisfies Theme[]) {
      const page = await dashboard.open(path(shown), { theme, viewport });
      await page.getByText(text).first().waitFor();
      const picture = join(out, `${name}-${theme}.png`);
      await page.screenshot({ path: picture });
      await page.context().close();
      pictures.push(picture);
      say(picture);
    }
  }
} finally {
  await dashboard.stop();
}
if (values.json) process.stdout.write(`${JSON.stringify({ pictures })}\n`);
