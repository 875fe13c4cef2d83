import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import type { Context } from "@temporalio/activity";
import {
  isObject,
  mayRun,
  mayTryAgain,
  NO_ATTEMPTS,
  workersVanished,
  type EarlierAttempts,
  type FailureDetails,
  type StepMeta,
} from "@tempograph/graph";
import { retryable } from "@tempograph/nodes-sdk";
import { MAX_TIMER_MS } from "@tempograph/runtime";
import { applicationFailure } from "./host-failure.ts";

/** The field of the heartbeat details under which an attempt leaves to the next one what it knows of the attempts. */
const FIELD = "tempograph:attempts";

/**
 * Counts the attempts of a step in the place of Temporal, which cannot tell a failure of the step from the end of its worker. What is known of the
 * attempts travels from one to the next in the heartbeat details, around those of the node; a worker that vanishes leaves them as they are.
 */
export class CountedAttempt {
  /** What the node left in an earlier attempt. */
  readonly details: unknown;
  readonly earlier: EarlierAttempts;
  readonly #context: Context;
  readonly #limits: StepMeta["attempts"];
  readonly #path: string;

  constructor(context: Context, meta: Pick<StepMeta, "attempts" | "path"> | undefined) {
    const { heartbeatDetails, isLocal } = context.info;
    const known = readNote(heartbeatDetails as unknown);
    this.details = known === null ? (heartbeatDetails as unknown) : known.details;
    this.earlier = known?.earlier ?? NO_ATTEMPTS;
    this.#context = context;
    this.#limits = isLocal ? undefined : meta?.attempts;
    this.#path = meta?.path ?? "";
  }

  /** False if Temporal counts, as it does for burst steps. */
  get isCounted(): boolean {
    return this.#limits !== undefined;
  }

  /** The attempts before this one that ended with their worker. */
  get vanished(): number {
    return this.isCounted ? this.#context.info.attempt - 1 - this.earlier.told : 0;
  }

  /** How long the attempt may take; Temporal gives it up somewhat later. Undefined: Temporal ends it. */
  get mostMs(): number | undefined {
    return this.#limits?.mostMs;
  }

  /** @throws ApplicationFailure if the step may not be run again */
  assertMayRun(): void {
    if (this.#limits === undefined || mayRun(this.#context.info.attempt, this.earlier, this.#limits.most)) return;
    throw applicationFailure(workersVanished(this.#path, this.vanished), undefined, Date.now());
  }

  /** The heartbeat details of this attempt, with those of the node. */
  note(details: unknown, earlier: EarlierAttempts = this.earlier): unknown {
    return earlier.told === 0 ? details : { [FIELD]: earlier, ...(details !== undefined && { details }) };
  }

  /** Leaves to the next attempt how this one has ended, and gives the failure with which it ends: the last one is final. */
  end(error: Error, details: unknown): Error {
    const { attempt } = this.#context.info;
    if (this.#limits === undefined || error instanceof CancelledFailure) return error;
    if (!(error instanceof ApplicationFailure) || error.nonRetryable === true) return error;
    const counts = !UNCOUNTED.has(error.type ?? "");
    const failed = this.earlier.failed + (counts ? 1 : 0);
    if (counts && !mayTryAgain(failed, this.#limits.most)) return spent(error);
    this.#context.heartbeat(this.note(details, { failed, told: attempt }));
    return error;
  }
}

/** Ends of an attempt that say nothing about the step. */
const UNCOUNTED: ReadonlySet<string> = new Set(["WORKER_SHUTDOWN", "NODE_TYPE_UNKNOWN"]);

/** Runs the work until it has taken too long. Its signal then says that it is over, and the attempt does not wait for it. */
export async function within<T>(
  mostMs: number | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (mostMs === undefined) return await work(signal);
  const over = new AbortController();
  const late = retryable("TIMEOUT_START_TO_CLOSE", "The step took longer than its time-out allows.", {
    hint: "Raise the node's settings.timeout, or make what it calls answer sooner.",
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => {
        reject(late);
        over.abort(late);
      },
      Math.min(mostMs, MAX_TIMER_MS),
    );
  });
  try {
    return await Promise.race([work(AbortSignal.any([signal, over.signal])), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function spent({ message, type, details }: ApplicationFailure): ApplicationFailure {
  const [first, ...others] = details ?? [];
  const told = { ...(isObject(first as never) ? (first as FailureDetails) : { message, path: "" }), spent: true };
  const failure = ApplicationFailure.create({
    message,
    ...(type != null && { type }),
    nonRetryable: true,
    details: [told, ...others],
  });
  failure.stack = "";
  return failure;
}

function readNote(value: unknown): { readonly earlier: EarlierAttempts; readonly details: unknown } | null {
  if (!isObject(value as never)) return null;
  const { [FIELD]: earlier, details } = value as { readonly [name: string]: unknown };
  if (!isObject(earlier as never)) return null;
  const { failed, told } = earlier as { readonly failed?: unknown; readonly told?: unknown };
  return isCount(failed) && isCount(told) ? { earlier: { failed, told }, details } : null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
