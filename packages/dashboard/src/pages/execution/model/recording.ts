import { TracePlayer, type Moment } from "../../../replay/trace-player.ts";
import { isObject, type Failure, type LeavingEdges, type TraceEntry } from "@tempograph/graph";

/** A change of an execution, as the subscription `executionEvents` gives it. */
export interface Update {
  readonly cursor: string;
  readonly kind: "STATUS" | "STEP" | "ATTEMPT" | "LOG";
  readonly path: string | null;
  readonly body: unknown;
  readonly at: string;
  readonly closing: boolean;
}

export interface StatusChange {
  readonly status: string;
  readonly at: number;
}

/** An attempt of a step's activity. Times are in ms since epoch. */
export interface Attempt {
  readonly attempt: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: "succeeded" | "failed" | "cancelled" | null;
  readonly failure: Failure | null;
}

/**
 * What has been told of an execution: the trace, which a player can put to any moment, and the attempts and changes of status, which
 * are not in the trace.
 */
export class Recording {
  /** For the moments that a person chooses. */
  readonly player: TracePlayer;
  /** Stays at the last moment, so that showing it beside another one costs no moves. */
  readonly #latest: TracePlayer;
  readonly statuses: StatusChange[] = [];
  readonly attempts = new Map<string, Attempt[]>();
  /** The steps that have been told of, with what a trace entry has to say of them. */
  readonly #told = new Map<string, Pick<TraceEntry, "path" | "nodeId" | "type">>();
  #cursor: string | undefined;
  #isOver = false;

  constructor(leaving: LeavingEdges) {
    this.player = new TracePlayer(leaving);
    this.#latest = new TracePlayer(leaving);
  }

  /** The cursor of the last update. */
  get cursor(): string | undefined {
    return this.#cursor;
  }

  /** Whether the execution has ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  add(updates: readonly Update[]): void {
    const entries: TraceEntry[] = [];
    for (const update of updates) {
      this.#cursor = update.cursor;
      this.#isOver ||= update.closing;
      const at = Date.parse(update.at);
      const body = isObject(update.body) ? update.body : {};
      if (update.kind === "STEP") entries.push(this.#entryOf(body, at));
      if (update.kind === "STATUS") this.#addStatus({ status: String(body["status"]), at });
      if (update.kind === "ATTEMPT") entries.push(...this.#attempt(update.path ?? "", body, at));
    }
    this.player.add(entries);
    this.#latest.add(entries);
  }

  /** The execution as it is now. */
  now(): Moment {
    return this.#latest.at(Infinity);
  }

  /** The status of the execution at a time. */
  statusAt(time: number): string {
    return this.statuses.findLast(({ at }) => at <= time)?.status ?? "pending";
  }

  #addStatus(change: StatusChange): void {
    this.statuses.push(change);
    this.statuses.sort((one, other) => one.at - other.at);
  }

  #entryOf(body: { readonly [key: string]: unknown }, at: number): TraceEntry {
    const { path, nodeId, type, kind, port, failure, until } = body as unknown as TraceEntry;
    this.#told.set(path, { path, nodeId, type });
    return {
      ...{ path, nodeId, type, kind, at },
      ...(port !== undefined && { port }),
      ...(failure !== undefined && { failure }),
      ...(until !== undefined && { until }),
    };
  }

  /** The first attempt makes a scheduled step a running one, as in the rows of the mirror: the trace does not tell when a worker began. */
  #attempt(path: string, body: { readonly [key: string]: unknown }, at: number): readonly TraceEntry[] {
    const { attempt, phase, outcome, failure } = body as unknown as Partial<Attempt> &
      Pick<Attempt, "attempt"> & { readonly phase: string };
    const list = this.attempts.get(path) ?? [];
    this.attempts.set(path, list);
    if (phase === "started") {
      list.push({ attempt, startedAt: at, endedAt: null, outcome: null, failure: null });
      const step = this.#told.get(path);
      return attempt === 1 && step !== undefined ? [{ ...step, kind: "started", at }] : [];
    }
    const index = list.findLastIndex((one) => one.attempt === attempt && one.endedAt === null);
    const startedAt = list[index]?.startedAt ?? at;
    const ended = { attempt, startedAt, endedAt: at, outcome: outcome ?? null, failure: failure ?? null };
    if (index === -1) list.push(ended);
    else list[index] = ended;
    return [];
  }
}
