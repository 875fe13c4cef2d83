import type { AttemptReport, LogReport, Json, TraceEntry } from "@tempograph/graph";
import type { LiveRows, LiveWrite, AttemptRow, LogRow, UpdateRow } from "@tempograph/db";
import { attemptKey } from "./attempt-key.ts";
import { pausedBy, stepUpdate } from "../follow/mirrored-run.ts";
import type { Lingering } from "./linger.ts";
import { StepRows } from "../project/step-rows.ts";
import { updateKey } from "../project/update-keys.ts";

/** The live updates of one execution that are not written yet. */
export class ExecutionBuffer implements Lingering {
  readonly runId: string;
  readonly since = performance.now();
  size = 0;
  readonly #steps = new StepRows();
  /** The updates by key. */
  readonly #updates = new Map<string, UpdateRow>();
  readonly #attempts = new Map<string, AttemptRow>();
  readonly #logs: LogRow[] = [];
  #paused: boolean | null = null;
  /** Until when steps wait, by path. Infinity: for a person or an event. */
  readonly #waits = new Map<string, number>();
  #isTraced = false;

  constructor(runId: string) {
    this.runId = runId;
  }

  trace(entries: readonly TraceEntry[]): void {
    this.#steps.add(entries);
    this.#paused = pausedBy(entries) ?? this.#paused;
    this.#isTraced = true;
    for (const entry of entries) {
      const { kind, path, until = Infinity } = entry;
      if (kind === "waiting" || kind === "incident") this.#waits.set(path, until);
      else this.#waits.delete(path);
      this.#tell(stepUpdate(entry, updateKey(entry)));
    }
  }

  has(key: string): boolean {
    return this.#updates.has(key);
  }

  get isTraced(): boolean {
    return this.#isTraced;
  }

  waitsBeyond(at: number): boolean {
    for (const until of this.#waits.values()) if (until > at) return true;
    return false;
  }

  attempt(report: AttemptReport): void {
    const { path, nodeId, type, attempt, startedAt, endedAt, outcome, failure, worker } = report;
    const key = `${path}:${attempt}`;
    const before = this.#attempts.get(key);
    // After a person's retry, attempts are counted from 1 again. An earlier attempt with the same number is a different one.
    const known =
      before !== undefined && (before.startedAt ?? Infinity) < (startedAt ?? -Infinity) ? undefined : before;
    this.#attempts.set(key, {
      path,
      attempt,
      startedAt: startedAt ?? known?.startedAt ?? null,
      endedAt: endedAt ?? known?.endedAt ?? null,
      failure: failure ?? known?.failure ?? null,
      worker: worker ?? known?.worker ?? null,
    });
    const at = endedAt ?? startedAt ?? 0;
    const phase = endedAt === undefined ? "started" : "ended";
    this.#tell({
      key: attemptKey(path, attempt, phase),
      kind: "attempt",
      path,
      body: {
        path,
        attempt,
        phase,
        at,
        ...(outcome !== undefined && { outcome }),
        ...(failure !== undefined && { failure: failure as unknown as Json }),
      },
      at,
    });
    const status = this.#steps.get(path)?.status;
    if (status === undefined || status === "scheduled")
      this.#steps.add([{ path, nodeId, type, kind: "started", at: startedAt ?? at }]);
    this.#steps.attempt(path, attempt, null);
  }

  log(report: LogReport, key: string): void {
    const { path, attempt, level, message, fields, at } = report;
    this.#logs.push({ key, path, attempt, level, message, fields: fields ?? null, at });
    const body = { path, attempt, level, message, ...(fields !== undefined && { fields }) };
    this.#tell({ key, kind: "log", path, body, at });
  }

  /** Takes back rows that could not be written. They are older than the rows that came in the meantime, so they go first. */
  giveBack(rows: LiveRows): void {
    for (const attempt of rows.attempts) {
      const key = `${attempt.path}:${attempt.attempt}`;
      if (!this.#attempts.has(key)) this.#attempts.set(key, attempt);
    }
    this.#logs.unshift(...rows.logs);
    for (const update of rows.updates) this.#tell(update);
  }

  write(executionId: string): LiveWrite {
    return {
      executionId,
      runId: this.runId,
      steps: this.#steps.rows(),
      paused: this.#paused,
      attempts: [...this.#attempts.values()],
      logs: this.#logs,
      updates: [...this.#updates.values()],
    };
  }

  /** The rows that are written with the close: attempts and logs, which history does not hold. Steps and statuses come from history. */
  rowsForClose(): LiveRows {
    const updates = [...this.#updates.values()].filter((update) => update.kind === "attempt" || update.kind === "log");
    return { attempts: [...this.#attempts.values()], logs: this.#logs, updates };
  }

  #tell(update: UpdateRow): void {
    this.size += 1;
    if (!this.#updates.has(update.key)) this.#updates.set(update.key, update);
  }
}
