import { findEventsByKey, insertEvents, type Database } from "@tempograph/db";
import {
  activeTrace,
  count,
  createBatcher,
  createGiveWay,
  observe,
  readTraceContext,
  traced,
  type TraceContext,
} from "@tempograph/runtime";
import type { EventInput, IngestResult } from "./event-input.ts";
import { EventInvalidError } from "./event-invalid-error.ts";
import { prepareEvent, type PreparedEvent } from "./prepare-event.ts";

type Call = readonly PreparedEvent[];
type Ingest = (call: Call) => Promise<readonly IngestResult[]>;

/** The most bytes of JSON in one statement. */
const MAX_GROUP_BYTES = 4 * 1024 * 1024;

const ingests = new WeakMap<Database, Ingest>();

/**
 * Stores events and returns after the commit (I1), with one result for each event, in their order. Either all events of a call
 * are stored or none. Concurrent calls share a transaction, but the failure of one call does not affect the others. Throws
 * EventInvalidError, or the database's error. After an error of the database it is unknown whether the events are stored, so
 * only a sender with idempotency keys may send them again.
 */
export async function ingestEvents(db: Database, inputs: readonly EventInput[]): Promise<readonly IngestResult[]> {
  if (inputs.length === 0) return [];
  const attributes = { "messaging.batch.message_count": inputs.length };
  // A sender of one event may say in it to which trace it belongs.
  const parent = inputs.length === 1 ? readTraceContext(inputs[0]!.attributes) : undefined;
  return await traced("store events", { kind: "producer", parent, attributes }, () => ingest(db, inputs));
}

async function ingest(db: Database, inputs: readonly EventInput[]): Promise<readonly IngestResult[]> {
  const from = performance.now();
  const trace = activeTrace();
  const giveWay = createGiveWay();
  const call: PreparedEvent[] = [];
  for (const [index, input] of inputs.entries()) {
    call.push(prepareEvent(withTrace(input, trace), index));
    await giveWay();
  }
  let write = ingests.get(db);
  if (write === undefined) ingests.set(db, (write = createIngest(db)));
  try {
    const results = await write(call);
    observe("tempograph_event_store_seconds", {}, performance.now() - from);
    for (const { outcome } of results) count("tempograph_events_received_total", { outcome });
    return results;
  } catch (error) {
    count("tempograph_events_received_total", { outcome: "failed" }, inputs.length);
    throw asInvalid(error, inputs) ?? error;
  }
}

/** An event that does not say to which trace it belongs gets that of whoever stores it. */
function withTrace(input: EventInput, trace: TraceContext | undefined): EventInput {
  if (trace === undefined || input.attributes?.["traceparent"] !== undefined) return input;
  return { ...input, attributes: { ...input.attributes, ...trace } };
}

function createIngest(db: Database): Ingest {
  return createBatcher<Call, readonly IngestResult[]>({
    work: (calls) => writeCalls(db, calls),
    weigh: (call) => call.reduce((bytes, { row }) => bytes + row.length, 0),
    maxWeight: MAX_GROUP_BYTES,
    isItemsOwn: (error) => dataErrorCode(error) !== undefined,
  });
}

async function writeCalls(db: Database, calls: readonly Call[]): Promise<readonly (readonly IngestResult[])[]> {
  const answers = new Map<PreparedEvent, IngestResult>();
  for (let open: readonly PreparedEvent[] = calls.flat(); open.length > 0;) {
    const inserted = await insertEvents(
      db,
      open.map(({ row }) => row),
    );
    const repeated: PreparedEvent[] = [];
    for (const event of open) {
      if (inserted.has(event.id)) answers.set(event, { outcome: "stored", id: event.id });
      else repeated.push(event);
    }
    if (repeated.length === 0) break;
    const stored = await findEventsByKey(
      db,
      repeated.map(({ keyed }) => keyed!),
    );
    for (const [index, event] of repeated.entries()) {
      const found = stored[index];
      if (found === undefined) continue;
      const same = found.fingerprint === event.fingerprint;
      answers.set(event, { outcome: same ? "deduplicated" : "conflict", id: found.id });
    }
    // What is left are events whose key is free again, because the event that had it was deleted between the two statements.
    open = repeated.filter((event) => !answers.has(event));
  }
  return calls.map((call) => call.map((event) => answers.get(event) as IngestResult));
}

/** The SQLSTATE of an error that the sent data caused: data exceptions, constraints, limits. */
function dataErrorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(22|23|54)[0-9A-Z]{3}$/.test(code) ? code : undefined;
}

function asInvalid(error: unknown, inputs: readonly EventInput[]): EventInvalidError | undefined {
  const code = dataErrorCode(error);
  if (code === undefined) return undefined;
  if (code === "23503") {
    const { detail = "" } = error as { detail?: string };
    const index = inputs.findIndex(({ resendOf }) => resendOf !== undefined && detail.includes(`(${resendOf})`));
    return new EventInvalidError(`/${index}/resendOf`, "There is no such event.", "Name a stored event.", error);
  }
  return new EventInvalidError(
    "",
    `Postgres cannot store the event: ${String(error)}.`,
    "Send plain JSON whose texts hold no control characters.",
    error,
  );
}
