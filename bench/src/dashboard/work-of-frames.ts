import type { Browser, Page } from "playwright-core";

/** What the trace has to hold: the tasks of all threads, and when the main thread began a frame. */
const CATEGORIES = ["toplevel", "disabled-by-default-devtools.timeline.frame"];
const TASK = "ThreadControllerImpl::RunTask";
const FRAME = "BeginMainThreadFrame";
/** After as long a rest the browser has shown a frame in between, or had none to show. */
const REST_US = 1_000_000 / 60;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, as `dur`. */
  readonly ts: number;
  readonly dur?: number;
}

/**
 * Milliseconds for which the main thread of a page works on each frame that it makes while `use` goes on: scripts, style, layout and paint,
 * from the begin of a frame to that of the next one. What takes longer than a sixtieth of a second makes a frame late, however the browser
 * paces its frames.
 */
export async function workOfFrames(browser: Browser, page: Page, use: () => Promise<void>): Promise<readonly number[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await use();
  const trace = await browser.stopTracing();
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as { readonly traceEvents: readonly TraceEvent[] };
  return workBetweenFrames(ofBusiestPage(traceEvents));
}

/** Chromium keeps a spare process for the next page, which makes no frames. */
function ofBusiestPage(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const pages = Map.groupBy(
    events.filter(({ name }) => name === FRAME),
    ({ pid, tid }) => `${String(pid)} ${String(tid)}`,
  );
  const [busiest] = [...pages.values()].toSorted((one, other) => other.length - one.length);
  if (busiest?.[0] === undefined) throw new Error("The browser made no frame while it was recorded.");
  const { pid, tid } = busiest[0];
  return events
    .filter((event) => event.pid === pid && event.tid === tid && (event.name === TASK || event.name === FRAME))
    .toSorted((one, other) => one.ts - other.ts);
}

/** Work before a rest and work behind it are not for one frame: the longer one counts. */
function workBetweenFrames(events: readonly TraceEvent[]): readonly number[] {
  const found: number[] = [];
  let isBegun = false;
  let [work, longest, idleFrom] = [0, 0, 0];
  for (const { name, ts, dur = 0 } of events) {
    if (name === TASK) {
      if (ts - idleFrom > REST_US) [work, longest] = [0, Math.max(longest, work)];
      work += Math.max(0, ts + dur - Math.max(ts, idleFrom));
      idleFrom = Math.max(idleFrom, ts + dur);
      continue;
    }
    // A frame begins within a task, the rest of which is work on this frame.
    const ahead = Math.max(0, idleFrom - ts);
    if (isBegun) found.push(Math.max(longest, work - ahead) / 1_000);
    isBegun = true;
    [work, longest] = [ahead, 0];
  }
  return found;
}
