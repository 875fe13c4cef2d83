import type { Browser } from "playwright-core";
import type { TestStack } from "../../../e2e/support/start-test-stack.ts";
import { openPage } from "./open-page.ts";

const MOVES = 60;

export interface Scrubbed {
  readonly entries: number;
  readonly movesMs: readonly number[];
}

/** Pulls the scrubber of an execution to and fro: small moves and far ones, forwards and backwards. */
export async function measureScrub(browser: Browser, stack: TestStack, id: string): Promise<Scrubbed> {
  const page = await openPage(browser, stack);
  await page.goto(`${stack.apiUrl}/app/executions/${id}`);
  await page.locator(".react-flow__node").first().waitFor();
  const { stepCount } = await countOf(stack, id);
  // The trace comes over the subscription, in many updates.
  const said = page.getByText(/^[\d,]+ changes of steps$/);
  await said.waitFor();
  let entries = 0;
  for (let before = -1; entries < stepCount || entries !== before;) {
    before = entries;
    entries = Number.parseInt((await said.innerText()).replaceAll(",", ""), 10);
    await page.waitForTimeout(500);
  }
  const slider = page.getByRole("slider");
  await slider.scrollIntoViewIfNeeded();
  const thumb = (await slider.boundingBox())!;
  const track = (await page.locator(".mantine-Slider-track").boundingBox())!;
  const y = thumb.y + thumb.height / 2;
  await page.mouse.move(thumb.x + thumb.width / 2, y);
  await page.mouse.down();
  const movesMs: number[] = [];
  for (let move = 0; move < MOVES; move++) {
    // The golden ratio's multiples lie everywhere on the track, near to each other and far.
    const share = move % 2 === 0 ? (move * 0.618) % 1 : (((move - 1) * 0.618) % 1) + 0.01;
    const seen = page.evaluate<number>("benchMeter.fromMoveToMoment()");
    await page.mouse.move(track.x + share * (track.width - 2), y);
    const ms = await seen;
    // The first moves make the checkpoints and compile the code.
    if (move >= 4) movesMs.push(ms);
  }
  await page.mouse.up();
  await page.context().close();
  return { entries, movesMs };
}

async function countOf(stack: TestStack, id: string): Promise<{ readonly stepCount: number }> {
  const { execution } = await stack.graphql<{ execution: { steps: { totalCount: number } } }>(
    "query ($id: ID!) { execution(id: $id) { steps(first: 1) { totalCount } } }",
    { id },
  );
  return { stepCount: execution.steps.totalCount };
}
