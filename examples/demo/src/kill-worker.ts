import type { LocalStack, NodeProcessEvent } from "@tempograph/local-stack";
import type { EchoRequest } from "./echo-server.ts";
import type { ExecutionUpdate } from "./follow-execution.ts";
import type { Printer } from "./printer.ts";
import type { TemporalEvent } from "./temporal-history.ts";

export type WorkerKilled = { readonly pid: number; readonly at: string; restartedPid: number | null };

/** The kill has to come while the delay waits. If the step after the delay were running, it would rightly be tried again. */
const MARGIN_MS = 150;

/** Kills the worker once with kill -9 as soon as the step `wait` waits, and records the steps that were finished by then. */
export class WorkerKiller {
  killed: WorkerKilled | undefined;
  readonly finishedBefore = new Set<string>();
  readonly #printer: Printer;

  constructor(printer: Printer) {
    this.#printer = printer;
  }

  onUpdate({ kind, path, body }: ExecutionUpdate, stack: LocalStack): void {
    if (this.killed !== undefined || kind !== "STEP" || path === null) return;
    if (body?.["kind"] === "completed") this.finishedBefore.add(path);
    if (path !== "wait" || body?.["kind"] !== "waiting") return;
    if (Date.now() > Number(body["until"]) - MARGIN_MS) {
      this.#say("the update about the delay came too late to kill the worker during the delay; trying again");
      return;
    }
    const pid = stack.worker.kill9();
    if (pid === undefined) return;
    this.killed = { pid, at: new Date().toISOString(), restartedPid: null };
    this.#say(`kill -9 to the worker, process ${pid}`);
  }

  onWorkerEvent(event: NodeProcessEvent): void {
    if (this.killed === undefined) return;
    if (event.kind === "started") {
      this.killed.restartedPid = event.pid;
      this.#say(`the supervisor started it again: process ${event.pid}`);
    }
    if (event.kind === "ready") {
      this.#say(
        "it is back. Temporal waits up to 10 s for the dead worker's answer, then hands the execution to this one",
      );
    }
  }

  /** The number of steps that were finished before the kill and ran again, by Temporal's history and the requests of the echo server. */
  finishedStepsRepeated(history: readonly TemporalEvent[], requests: readonly EchoRequest[]): number {
    const pathOf = new Map<string, string>();
    const runs = new Map<string, number>();
    for (const event of history) {
      const scheduled = event.activityTaskScheduledEventAttributes;
      if (scheduled !== undefined) pathOf.set(event.eventId, scheduled.activityId);
      const started = event.activityTaskStartedEventAttributes;
      const path = started === undefined ? undefined : pathOf.get(String(started.scheduledEventId));
      if (path !== undefined) runs.set(path, (runs.get(path) ?? 0) + (started?.attempt ?? 1));
    }
    const again = [...this.finishedBefore].filter((path) => (runs.get(path) ?? 0) > 1).length;
    return again + repeatedKeys(requests);
  }

  #say(text: string): void {
    this.#printer.line(this.#printer.paint("yellow", `          ${text}`));
  }
}

/** Keys that came more than once. A step has one key (I5), so such a key belongs to a step that ran more than once. */
function repeatedKeys(requests: readonly EchoRequest[]): number {
  const keys = new Set(requests.map(({ idempotencyKey }) => idempotencyKey));
  return requests.length - keys.size;
}
