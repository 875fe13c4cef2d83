import { findLookup, keepLookup, type AskedPair, type Database } from "@tempograph/db";
import { ExpressionError, type Json, type JsonObject, type LookupRead, type LookupRequest } from "@tempograph/graph";
import { eventData } from "../match/event-data.ts";
import type { FailingLookups } from "./failing-lookups.ts";
import type { LiveVersion } from "../match/project-triggers.ts";

/** A lookup whose input is rendered. */
export interface PreparedLookup {
  /** The same for all runs that would find the same out: of this version of the node, with this input, with the rights of this workflow. */
  readonly key: string;
  /** Throws errors with `code`, `message`, `hint` and `retryable`, and perhaps `retryAfterMs`. */
  run(signal: AbortSignal): Promise<Json>;
}

/** Throws `ExpressionError`, or an error like those of `run`. */
export type PrepareLookup = (request: LookupRequest) => PreparedLookup;

export interface LookUpDeps {
  readonly db: Database;
  /** Absent: this dispatcher belongs to no worker that runs nodes. */
  readonly prepareLookup?: PrepareLookup | undefined;
  readonly failing: FailingLookups;
}

/** A lookup that did not find anything out, and why. */
export class LookupFailed extends Error {
  readonly as: string;
  readonly code: string;
  readonly hint: string | undefined;
  /** Whether the event, and not the service, is the reason: then no later attempt finds more. `path` says which field of the trigger. */
  readonly isFinal: boolean;
  readonly path: string;
  /** Whether the node expects that a later attempt succeeds, and when. */
  readonly retryable: boolean;
  readonly retryAfterMs: number;

  constructor({ as, path }: LookupRead, cause: Partial<LookupFailed>) {
    super(withoutStop(cause.message ?? String(cause)), { cause });
    this.as = as;
    this.code = cause.code ?? "NODE_FAILED";
    this.hint = cause.hint;
    this.isFinal = cause instanceof ExpressionError || cause.code === "INPUT_INVALID";
    this.path = `${path}/input`;
    this.retryable = cause.retryable !== false;
    this.retryAfterMs = cause.retryAfterMs ?? 0;
  }
}

/**
 * Runs the nodes that a trigger's condition has to know about, all at the same time, unless an answer is known that is young enough.
 *
 * @throws LookupFailed
 */
export async function lookUp(
  deps: LookUpDeps,
  pair: AskedPair,
  { id, name, version }: LiveVersion,
  { triggerId, lookup: reads }: { readonly triggerId: string; readonly lookup: readonly LookupRead[] },
  signal: AbortSignal,
): Promise<JsonObject> {
  const { db, prepareLookup, failing } = deps;
  const found = await Promise.allSettled(reads.map((read) => find(read)));
  const failed = found.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return Object.fromEntries(reads.map(({ as }, index) => [as, (found[index] as PromiseFulfilledResult<Json>).value]));

  async function find(read: LookupRead): Promise<Json> {
    const { as, node, input, cacheMs } = read;
    const place = { workflow: { id, name, version }, triggerId, as, event: eventData(pair) };
    const prepared = await attempt(read, async () => {
      if (prepareLookup === undefined) throw new LookupFailed(read, NO_NODES);
      return prepareLookup({ project: pair.project, node, input, ...place });
    });
    const entry = { project: pair.project, key: prepared.key };
    const kept = cacheMs === 0 ? undefined : await findLookup(db, entry, cacheMs);
    if (kept !== undefined) return kept.value;
    const value = await attempt(read, () => run(prepared, `${id} ${triggerId} ${as}`));
    if (cacheMs > 0) await keepLookup(db, entry, value, cacheMs);
    return value;
  }

  async function run(prepared: PreparedLookup, lookup: string): Promise<Json> {
    failing.check(lookup);
    try {
      const value = await prepared.run(signal);
      failing.answered(lookup);
      return value;
    } catch (error) {
      const isAnswer = (error as Partial<LookupFailed>).retryable === false;
      if (isAnswer) failing.answered(lookup);
      else if (!signal.aborted) failing.failed(lookup, error);
      throw error;
    }
  }

  async function attempt<T>(read: LookupRead, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // A worker that stops says nothing about the service.
      signal.throwIfAborted();
      throw error instanceof LookupFailed ? error : new LookupFailed(read, error as Partial<LookupFailed>);
    }
  }
}

const NO_NODES: Partial<LookupFailed> = {
  code: "NODE_TYPE_UNKNOWN",
  message: "This dispatcher runs no nodes",
  hint: "Start a worker.",
};

const withoutStop = (text: string) => text.replace(/\.$/, "");
