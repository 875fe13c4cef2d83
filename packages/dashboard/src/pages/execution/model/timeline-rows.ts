import { isOpenStep, type StepState, type StepStatus } from "@tempograph/graph";
import type { Attempt } from "./recording.ts";

/** A stretch of a step's time. Times are in ms since epoch; `to` is null while it goes on. */
export interface Stretch {
  readonly kind: "queued" | "waiting" | "running" | "attempt" | "failedAttempt" | "retryWait";
  readonly from: number;
  readonly to: number | null;
  /** What it is, in words. */
  readonly title: string;
}

export interface TimelineRow {
  readonly path: string;
  readonly nodeId: string;
  readonly type: string;
  readonly status: StepStatus;
  /** How deep the step lies in containers. */
  readonly depth: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly stretches: readonly Stretch[];
}

/** The steps that have begun, each with its waits, attempts and pauses between attempts. */
export function timelineRows(
  steps: Iterable<StepState>,
  attempts: ReadonlyMap<string, readonly Attempt[]>,
): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  for (const { path, nodeId, type, status, scheduledAt, startedAt, endedAt } of steps) {
    const from = scheduledAt ?? startedAt;
    if (from === null) continue;
    const to = isOpenStep(status) ? null : endedAt;
    const step = { status, from, startedAt, to };
    const stretches = stretchesOf(step, attempts.get(path) ?? []);
    rows.push({ path, nodeId, type, status, depth: path.split("/").length - 1, from, to, stretches });
  }
  return rows;
}

interface Step {
  readonly status: StepStatus;
  readonly from: number;
  readonly startedAt: number | null;
  readonly to: number | null;
}

function stretchesOf({ status, from, startedAt, to }: Step, attempts: readonly Attempt[]): readonly Stretch[] {
  const [first] = attempts;
  if (first === undefined) {
    if (status === "scheduled") return [{ kind: "queued", from, to, title: "waits for a worker" }];
    const kind = status === "waiting" ? "waiting" : "running";
    return [{ kind, from: startedAt ?? from, to, title: kind === "waiting" ? "waits" : status }];
  }
  const stretches: Stretch[] = [];
  if (first.startedAt > from)
    stretches.push({ kind: "queued", from, to: first.startedAt, title: "waits for a worker" });
  for (const [index, { attempt, startedAt: began, endedAt, outcome, failure }] of attempts.entries()) {
    const next = attempts[index + 1];
    const ended = endedAt ?? next?.startedAt ?? to;
    const failed = outcome === "failed" ? `: ${failure?.code ?? "failed"}` : "";
    const title = `attempt ${String(attempt)}${failed}`;
    stretches.push({ kind: outcome === "failed" ? "failedAttempt" : "attempt", from: began, to: ended, title });
    const isOver = next === undefined && to !== null;
    if (outcome === "failed" && !isOver && ended !== null)
      stretches.push({
        kind: "retryWait",
        from: ended,
        to: next?.startedAt ?? null,
        title: "waits for the next attempt",
      });
  }
  return stretches;
}

/** All moments at which something changed, for the scale of the timeline. */
export function momentsOf(rows: readonly TimelineRow[], end: number | null): readonly number[] {
  const moments = rows.flatMap(({ from, to, stretches }) => [
    from,
    to,
    ...stretches.flatMap((one) => [one.from, one.to]),
  ]);
  return [...moments, end].filter((moment) => moment !== null);
}
