import { chromium } from "playwright-core";
import { waitFor } from "@tempograph/testing";
import { browseDashboard } from "../../../e2e/support/browse-dashboard.ts";
import { createWorkflow, startTestStack } from "../../../e2e/support/start-test-stack.ts";
import { findChromium } from "../../../tools/vitest/find-chromium.ts";
import { runBenchmark, say, UsageError, type Measuring, type Values } from "../benchmark.ts";
import { median, percentile } from "../measure/percentile.ts";
import { calls, ITEMS, manySteps, thousandNodes } from "./graphs.ts";
import { measureDrag, measureOpen } from "./measure-canvas.ts";
import { measureFirstPage } from "./measure-first-page.ts";
import { measureLive } from "./measure-live.ts";
import { measureScrub } from "./measure-scrub.ts";
import { startSlowServer } from "./slow-server.ts";
import { startExecution } from "./start-execution.ts";

const PARTS = ["first", "open", "drag", "scrub", "live"] as const;
type Part = (typeof PARTS)[number];

const HELP = `bench:dashboard: how heavy and how fast the dashboard is, in a real Chromium, built, on a real stack.

A frame of dragging is the time for which the page's main thread works on it: script, style, layout and paint, read from Chromium's trace. How
far frames lie apart says less, because Chromium makes one every 16.7 ms at best, whatever there is to do: it is printed beside the
distance of frames where nobody does anything.

  --rounds <n>     first pages and openings of the large graph, the median of which counts; default 5
  --live <n>       executions of ${String(calls("").nodes.length - 2)} calls that are watched live; default 14
  --only <parts>   of ${PARTS.join(", ")}, by comma; what is not measured is null
  --json           accepted: the last line on stdout is one JSON object in any case
`;

/** So that a frame takes what it costs, and not what is left of a sixtieth of a second. */
const NO_LIMIT = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];

const options = { rounds: 5, live: 14, only: PARTS.join(",") } as const;

async function measure(values: Values<typeof options>, { atEnd }: Measuring): Promise<object> {
  const wanted = values.only.split(",") as Part[];
  const unknown = wanted.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0)
    throw new UsageError(`There is no part ${unknown.join(", ")}. There are: ${PARTS.join(", ")}.`);
  const times = async <T>(part: Part, count: number, once: () => Promise<T>): Promise<readonly T[]> => {
    const all: T[] = [];
    for (let round = 1; wanted.includes(part) && round <= count; round++) {
      all.push(await once());
      say(`  ${part} ${String(round)}: ${JSON.stringify(all.at(-1)).slice(0, 160)}`);
    }
    return all;
  };

  say("Starting the stack and building the dashboard");
  const executablePath = await findChromium();
  const server = await startSlowServer(40);
  atEnd(() => server.stop());
  const env = { TEMPOGRAPH_EGRESS_ALLOW: new URL(server.url).host };
  const [browser, unlimited, stack] = await Promise.all([
    chromium.launch({ executablePath }),
    chromium.launch({ executablePath, args: NO_LIMIT }),
    startTestStack(env, env, { postgres: {} }),
  ]);
  atEnd(() => unlimited.close());
  const dashboard = await browseDashboard(browser, stack);
  atEnd(() => dashboard.stop());
  const large = "bench.large";
  await createWorkflow(stack, large, thousandNodes());
  const long = await createWorkflow(stack, "bench.long", manySteps());
  const watched = await createWorkflow(stack, "bench.calls", calls(server.url));
  const items = Array.from({ length: ITEMS }, (_, index) => index);
  const execution = wanted.includes("scrub") ? await startExecution(stack, long.id, { items, name: "Ada" }) : "";
  if (execution !== "") await untilMirrored(execution);

  const rounds = values.rounds;
  const first = await times("first", rounds, () => measureFirstPage(browser, stack));
  const opened = await times("open", rounds, () => measureOpen(browser, stack, large));
  const [used] = await times("drag", 1, () => measureDrag(browser, stack, large));
  const [scrubbed] = await times("scrub", 1, () => measureScrub(unlimited, stack, execution));
  const live = (await times("live", values.live, () => measureLive(browser, stack, watched.id))).flat();

  const result = {
    firstPageKb: tenths(median(first.map(({ kb }) => kb))),
    firstPaintMs: tenths(median(first.map(({ paintMs }) => paintMs))),
    open1000Ms: tenths(median(opened)),
    frameMs1000P95: tenths(percentile(used?.workMs ?? [], 95)),
    frameInterval1000P95: tenths(percentile(used?.intervalsMs ?? [], 95)),
    frameIntervalAtRestP95: tenths(percentile(used?.restMs ?? [], 95)),
    validate1000Ms: tenths(median(used?.validateMs ?? [])),
    scrub10000Ms: tenths(percentile(scrubbed?.movesMs ?? [], 95)),
    live: { p50Ms: percentile(live, 50), p99Ms: percentile(live, 99) },
  };
  const rows: readonly (readonly [string, number, string])[] = [
    ["first page, kB compressed", result.firstPageKb, "300"],
    ["first paint, ms", result.firstPaintMs, ""],
    ["opening 1,000 nodes, ms", result.open1000Ms, "1,500"],
    ["work on a frame of dragging in them, p95, ms", result.frameMs1000P95, "16"],
    ["the same, the longest, ms", tenths(percentile(used?.workMs ?? [], 100)), ""],
    ["from frame to frame of dragging, p95, ms", result.frameInterval1000P95, ""],
    ["from frame to frame at rest, p95, ms", result.frameIntervalAtRestP95, ""],
    ["checking them after an edit, ms", result.validate1000Ms, ""],
    [`a move in ${String(scrubbed?.entries)} trace entries, p95, ms`, result.scrub10000Ms, "50"],
    ["a move in them, p50, ms", tenths(percentile(scrubbed?.movesMs ?? [], 50)), ""],
    [`behind the worker, ${String(live.length)} steps, p50, ms`, result.live.p50Ms, ""],
    ["behind the worker, p99, ms", result.live.p99Ms, "300"],
  ];
  for (const [what, value, aim] of rows)
    process.stdout.write(`${what.padEnd(48)}${String(value).padStart(8)}  ${aim}\n`);
  return result;

  async function untilMirrored(id: string): Promise<void> {
    const isMirrored = async (): Promise<boolean> => {
      const { execution } = await stack.graphql<{ execution: { mirrorOk: boolean | null } }>(
        "query ($id: ID!) { execution(id: $id) { mirrorOk } }",
        { id },
      );
      return execution.mirrorOk !== null;
    };
    await waitFor(isMirrored, { timeoutMs: 180_000, intervalMs: 200, what: "the end of the long execution" });
  }
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

await runBenchmark({ help: HELP, options, measure });
