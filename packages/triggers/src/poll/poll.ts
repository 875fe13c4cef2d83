import { createHash } from "node:crypto";
import { findRoom, listSourceTypes, setTriggerDue, type Room, type TriggerRow } from "@tempograph/db";
import {
  parseDuration,
  POLL_EVENT_TYPE,
  triggerDescription,
  type Json,
  type JsonObject,
  type PollAnswer,
  type PollConfig,
  type SkippedItem,
} from "@tempograph/graph";
import type { DueResult, TriggerDeps, TriggerKind } from "../trigger-kind.ts";
import { connectionProblems } from "../connection-problems.ts";
import { inputProblems } from "./input-problems.ts";
import { fullProblem } from "../run/room.ts";

/** How many ids of items a trigger remembers. An id that was forgotten is still known while its event is stored, by its idempotency key. */
const MOST_SEEN = 10_000;
const MAX_CURSOR_BYTES = 64 * 1024;
const sizeOf = (value: Json) => Buffer.byteLength(JSON.stringify(value));
const SKIPPED_SHOWN_MS = 24 * 3_600_000;
const FAILING = { first: 30_000, most: 3_600_000 };

/** What a trigger keeps between polls. */
interface PollState {
  /** Of which source and input. With another one the trigger begins anew. */
  readonly of: string;
  /** Absent until the first poll, and all pages that belong to it, are read. */
  readonly begun?: true;
  readonly cursor?: Json;
  /** Hashes of the ids that were seen, the latest first. */
  readonly seen: readonly string[];
  /** Polls that have failed in a row. */
  readonly failures?: number;
  /** How many items could not become events since the trigger began, and the last of them. */
  readonly skipped?: SkippedItem & { readonly count: number; readonly at: string };
}

export const poll: TriggerKind = {
  description: triggerDescription("poll")!,

  async check(tx, { trigger, workflowId }) {
    const { source, input = {}, connection } = trigger.config as unknown as PollConfig;
    const known = await listSourceTypes(tx);
    const problems = inputProblems(known, { source, input, connection });
    const types = known.find(({ type }) => type === source)?.connections;
    if (connection === undefined || types === undefined) return problems;
    const path = "/config/connection";
    return [...problems, ...(await connectionProblems(tx, workflowId, connection, { types, path }))];
  },

  async sync({ db }, row) {
    await setTriggerDue(db, row, row.status === "active");
  },

  async due(deps, row, signal) {
    const config = row.config as unknown as PollConfig;
    const of = hash(JSON.stringify([config.source, config.input ?? {}]));
    const stored = row.state as unknown as Partial<PollState>;
    const known: PollState = stored.of === of ? { ...stored, of, seen: stored.seen ?? [] } : { of, seen: [] };
    const room = await findRoom(deps.db, row.project);
    if (room.most === 0) return waiting(row, known, room);
    try {
      return taken(row, config, known, await ask(deps, row, config, known, signal), room);
    } catch (error) {
      // A worker that stops says nothing about the source.
      if (signal.aborted) throw error;
      return failed(known, error);
    }
  },
};

async function ask(
  deps: TriggerDeps,
  row: TriggerRow,
  config: PollConfig,
  { cursor }: PollState,
  signal: AbortSignal,
): Promise<PollAnswer> {
  if (deps.pollSource === undefined)
    throw new PollError("SOURCE_UNKNOWN", "This worker has no sources.", "Start a worker that has them.");
  return await deps.pollSource({
    ...{ project: row.project, workflow: { id: row.workflowId, version: row.version }, triggerId: row.triggerId },
    ...{ source: config.source, input: config.input ?? {}, signal },
    ...(config.connection !== undefined && { connection: config.connection }),
    ...(cursor !== undefined && { cursor }),
  });
}

/** What becomes of an answer: each item that was not seen before is an event, except at the first poll of a trigger that begins now. */
function taken(
  row: TriggerRow,
  config: PollConfig,
  known: PollState,
  { items, cursor, more = false, skipped = [] }: PollAnswer,
  room: Room,
): DueResult {
  checkAnswer(items.length + skipped.length, cursor);
  const seen = new Set(known.seen);
  const fresh = new Map<string, PollAnswer["items"][number]>();
  for (const item of items) {
    const key = hash(item.id);
    if (!seen.has(key) && !fresh.has(key)) fresh.set(key, item);
  }
  const remembers = known.begun !== true && config.from !== "beginning";
  const events = remembers ? [] : [...fresh.values()].map((item) => eventOf(row, config, known.of, item));
  if (events.length > room.most) {
    // With the cursor of before, the source gives the others again.
    const first = [...fresh.keys()].slice(0, room.most).toReversed();
    const { failures: _, ...before } = known;
    const rest = waiting(row, { ...before, seen: [...first, ...known.seen].slice(0, MOST_SEEN) }, room);
    return { ...rest, events: events.slice(0, room.most) };
  }
  // A source that always says that there is more, and gives nothing, would be asked without a pause.
  const goesOn = more && (fresh.size > 0 || JSON.stringify(cursor) !== JSON.stringify(known.cursor));
  const passed = skipped.map((item) => ({ ...item, key: hash(`skipped ${item.id} ${item.why}`) }));
  const count = remembers ? 0 : passed.filter(({ key }) => !seen.has(key)).length;
  const skips =
    count === 0
      ? known.skipped
      : { ...skipped.at(-1)!, count: (known.skipped?.count ?? 0) + count, at: new Date().toISOString() };
  const latest = [...items.map(({ id }) => hash(id)), ...passed.map(({ key }) => key)].toReversed();
  const state: PollState = {
    of: known.of,
    ...((known.begun === true || !goesOn) && { begun: true }),
    ...(cursor !== undefined && { cursor }),
    seen: [...new Set([...latest, ...known.seen])].slice(0, MOST_SEEN),
    ...(skips !== undefined && { skipped: skips }),
  };
  const everyMs = parseDuration(config.every);
  return {
    ...{ events, state: state as unknown as JsonObject, nextInMs: goesOn ? 0 : withJitter(everyMs) },
    ...skippedProblem(skips),
  };
}

/** It is told for a day, because the poll after it may find nothing wrong. */
function skippedProblem(skipped: PollState["skipped"]): Pick<DueResult, "problem"> {
  if (skipped === undefined || Date.now() - Date.parse(skipped.at) > SKIPPED_SHOWN_MS) return {};
  const { count, id, why } = skipped;
  return {
    problem: {
      code: "ITEM_SKIPPED",
      message: `${count === 1 ? "One item" : `${String(count)} items`} could not become an event and started nothing; the last one is ${JSON.stringify(id)}: ${why}.`,
      hint: "All other items became events. Let the source give less of an item, such as a link, or leave out what cannot be stored.",
    },
  };
}

function eventOf(
  { project, workflowId, triggerId, source }: TriggerRow,
  config: PollConfig,
  of: string,
  item: PollAnswer["items"][number],
) {
  return {
    ...{ project, type: config.eventType ?? POLL_EVENT_TYPE, source: source!, subject: item.id, data: item.data },
    ...(item.time !== undefined && { time: item.time }),
    idempotencyKey: `poll:${workflowId}/${triggerId}/${of}:${item.id}`,
  };
}

function checkAnswer(items: number, cursor: Json | undefined): void {
  if (items > MOST_SEEN)
    throw new PollError(
      "SOURCE_UNREADABLE",
      `The source gave ${String(items)} items at once; at most ${String(MOST_SEEN)} can be told apart.`,
      "Let it give them page by page.",
    );
  if (cursor !== undefined && sizeOf(cursor) > MAX_CURSOR_BYTES)
    throw new PollError(
      "SOURCE_UNREADABLE",
      "The source's cursor is larger than 64 KiB.",
      "Let the cursor hold a position, not the items.",
    );
}

/** The project may have no more events now. */
/** Items for which there is no room stay at the source, and are asked for again. */
function waiting({ project }: TriggerRow, state: PollState, room: Room): DueResult {
  const problem = fullProblem(project, room);
  const waitMs = (room.limit?.retryAfterS ?? 0) * 1_000;
  return {
    ...{ events: [], state: state as unknown as JsonObject, nextInMs: withJitter(waitMs) },
    ...(problem !== undefined && { problem }),
  };
}

/** The state stays as it was, so that nothing is left out; only the failures are counted. */
function failed(known: PollState, error: unknown): DueResult {
  const failures = (known.failures ?? 0) + 1;
  const { code, message, hint, retryAfterMs = 0 } = error as Partial<PollError> & { readonly retryAfterMs?: number };
  return {
    events: [],
    state: { ...known, failures } as unknown as JsonObject,
    nextInMs: withJitter(
      Math.max(Math.min(retryAfterMs, 86_400_000), Math.min(FAILING.first * 2 ** (failures - 1), FAILING.most)),
    ),
    problem: {
      code: code ?? "POLL_FAILED",
      message: `The source could not be read, ${times(failures)}: ${message ?? String(error)}`,
      hint: hint ?? "The trigger tries again. Look at the source itself.",
    },
  };
}

class PollError extends Error {
  readonly code: string;
  readonly hint: string;
  constructor(code: string, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

const times = (failures: number) => (failures === 1 ? "for the first time" : `${String(failures)} times in a row`);

/** Triggers that were published together do not stay together. */
const withJitter = (ms: number) => ms * (1 + Math.random() / 10);

const hash = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 12);
