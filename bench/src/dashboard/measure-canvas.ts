import type { Browser, Page } from "playwright-core";
import { waitFor } from "@tempograph/testing";
import type { TestStack } from "../../../e2e/support/start-test-stack.ts";
import { openPage } from "./open-page.ts";
import { workOfFrames } from "./work-of-frames.ts";

/** Milliseconds from the click on a workflow's name in the list until its canvas is painted. */
export async function measureOpen(browser: Browser, stack: TestStack, name: string): Promise<number> {
  const page = await openPage(browser, stack);
  const ms = await openFromList(page, stack, name);
  await page.context().close();
  return ms;
}

async function openFromList(page: Page, stack: TestStack, name: string): Promise<number> {
  await page.goto(`${stack.apiUrl}/app/workflows`);
  const link = page.getByRole("main").getByRole("link", { name, exact: true });
  await link.waitFor();
  const opened = page.evaluate<number>("benchMeter.fromClickToCanvas()");
  await link.click();
  return await opened;
}

export interface CanvasInUse {
  /** What the page works on each frame while nodes are dragged and let go. */
  readonly workMs: readonly number[];
  /** From one frame to the next, while nodes are dragged and let go. */
  readonly intervalsMs: readonly number[];
  /** The same where nobody does anything: what the browser and the machine can do at best. */
  readonly restMs: readonly number[];
  /** Of each answer of the validator to an edit. */
  readonly validateMs: readonly number[];
}

/** How often the web worker has checked the draft. */
const CHECKS = "benchMeter.tasks.filter(({ name }) => name === 'checkGraph').length";
const DRAGS = 5;
const MOVES = 60;

/** Drags nodes of the large graph. Each drag is an edit, which the web worker checks. */
export async function measureDrag(browser: Browser, stack: TestStack, name: string): Promise<CanvasInUse> {
  const page = await openPage(browser, stack);
  await openFromList(page, stack, name);
  await checked(page, 1);
  const dragAndLetGo = async () => {
    const before = await page.evaluate<number>(CHECKS);
    await drag(page);
    await checked(page, before + 1);
  };
  const dragOften = async () => {
    for (let number = 1; number <= DRAGS; number++) await dragAndLetGo();
  };
  // The first one may come before the browser has compiled the code.
  await dragAndLetGo();
  const workMs = await workOfFrames(browser, page, dragOften);
  const restMs = await page.evaluate<number[]>("benchMeter.framesAtRest(120)");
  // Not in the same drags: asking for every frame makes frames that nothing needs.
  await page.evaluate("benchMeter.recordFrames()");
  await dragOften();
  await page.evaluate("benchMeter.stop()");
  const intervalsMs = await page.evaluate<number[]>("benchMeter.frames");
  const validateMs = await page.evaluate<number[]>(
    "benchMeter.tasks.filter(({ name }) => name === 'checkGraph').slice(2).map(({ ms }) => ms)",
  );
  await page.context().close();
  return { workMs, intervalsMs, restMs, validateMs };
}

/** Waits until the web worker has checked the draft so many times. */
async function checked(page: Page, count: number): Promise<void> {
  const enough = `${CHECKS} >= ${String(count)}`;
  await waitFor(() => page.evaluate<boolean>(enough), { timeoutMs: 60_000, intervalMs: 50, what: "the validator" });
}

/** Drags a card that is in sight to and fro, and lets it go a little beside its place, in the same container. */
async function drag(page: Page): Promise<void> {
  const card = await page.evaluate<{ x: number; y: number }>(`(() => {
    const places = [...document.querySelectorAll(".react-flow__node-step")].map((card) => {
      const { x, y, width, height } = card.getBoundingClientRect();
      const place = { x: x + width / 2, y: y + height / 2 };
      const hit = document.elementFromPoint(place.x, place.y);
      return card.contains(hit) && hit.closest(".react-flow__handle") === null ? place : undefined;
    });
    const inSight = places.filter((place) => place !== undefined);
    return inSight[Math.floor(inSight.length / 2)];
  })()`);
  await page.mouse.move(card.x, card.y);
  await page.mouse.down();
  for (let move = 1; move <= MOVES; move++) {
    const turn = (move / MOVES) * Math.PI * 2;
    await page.mouse.move(card.x + Math.sin(turn) * 100 + (move / MOVES) * 16, card.y + Math.sin(turn * 2) * 20);
  }
  await page.mouse.up();
}
