import { setTimeout as sleep } from "node:timers/promises";
import { REPLY_SIGNAL, type Caller, type Operation } from "@tempograph/graph";
import { openPaths } from "./open-paths.ts";
import { replyFor } from "./reply-for.ts";
import type { Stage } from "./temporal-driver.ts";

/** Without a change for so long, an execution counts as stuck. A step that was asked to stop has 10 s of grace. */
const STUCK_AFTER_MS = 25_000;
/** Without a change for so long, what the worker has reported is doubted. */
const DOUBTED_AFTER_MS = 2_000;
const ROUND_MS = 20;
const REPLY_AGAIN_MS = 3_000;

/**
 * Ends every step that still waits, until the execution is over. The worker may have reported the end of a step in a workflow task that
 * the server refused, and whose operation is lost with it: then the step still waits. So where nothing happens, the history decides.
 */
export async function bringToEnd(
  stage: Stage,
  steer: (operation: Operation, by: Caller) => Promise<unknown>,
): Promise<void> {
  const { traceNow, traceInHistory, isOver, keyOf, handle } = stage;
  const repliedAt = new Map<string, number>();
  let seen = 0;
  let changedAt = Date.now();
  for (let round = 0; !isOver(); round += 1) {
    if (traceNow().length > seen) {
      seen = traceNow().length;
      changedAt = Date.now();
    } else if (Date.now() > changedAt + STUCK_AFTER_MS) {
      await handle.terminate("it does not end").catch(() => undefined);
      return;
    }
    const isDoubted = Date.now() > changedAt + DOUBTED_AFTER_MS;
    const trace = isDoubted ? await traceInHistory() : traceNow();
    const boss = (what: string): Caller => ({ name: `boss${round}${what}`, roles: ["boss"] });
    const gate = trace.findLast(({ path }) => path === "!gate");
    if (gate?.kind === "paused") await steer({ name: "resume" }, boss(""));
    for (const path of openPaths(trace)) {
      if (isOver()) return;
      const last = trace.findLast((entry) => entry.path === path)!;
      const by = boss(` ${path}`);
      const key = keyOf(path);
      if (last.kind === "incident") await steer({ name: "skip", path, output: null }, by);
      else if (last.kind !== "waiting") continue;
      else if (key !== undefined) {
        // Repeat a reply only from time to time, because an execution that constantly gets signals cannot end.
        if ((repliedAt.get(path) ?? 0) > Date.now() - REPLY_AGAIN_MS) continue;
        repliedAt.set(path, Date.now());
        const reply = { path, key, reply: replyFor(trace, path), time: Date.now() };
        await handle.signal(REPLY_SIGNAL, reply).catch(() => undefined);
      } else if (last.type === "approval")
        await steer({ name: "decide", path, decision: "approved", data: { amount: 3 } }, by);
      else await steer({ name: "skipWait", path }, by);
    }
    await sleep(isDoubted ? ROUND_MS * 25 : ROUND_MS);
  }
}
