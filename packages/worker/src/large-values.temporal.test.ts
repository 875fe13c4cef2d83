import { afterEach, expect, test } from "vitest";
import { createPayloadCodec, payloadAddress, type Database, type Payload } from "@tempograph/db";
import { edges, graph, node, probe } from "@tempograph/graph/conformance";
import { readableEvents, projectHistory } from "@tempograph/mirror";
import { startTemporalDriver, type DrivenResult, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// Values over 32 KiB are sent as references, so Temporal's limits count only the references.

let driver: TemporalDriver;
afterEach(() => driver.stop());

/** Together with a name and quotes this is 1 MiB, the greatest size of a value. */
const LARGE = 1024 * 1024 - 200;
const text = (size: number): string => "0123456789abcdef".repeat(Math.ceil(size / 16)).slice(0, size);

async function historyOf({ executionId, runId }: DrivenResult) {
  const { events } = await driver.client.workflow.getHandle(executionId, runId).fetchHistory();
  return events ?? [];
}

/** The mirror's projection of the history with all values agrees with the worker. */
async function expectMirrored(result: DrivenResult): Promise<ReturnType<typeof projectHistory>> {
  const events = await readableEvents(result.executionId, await historyOf(result), driver.payloadCodec);
  const projection = projectHistory(result.executionId, events);
  expect(projection.problems).toEqual([]);
  expect(projection.traceHash).toBe(result.traceHash);
  return projection;
}

//         ┌▶ p0 ─┐
// start ──┼▶ …   ├▶ sizes ─▶ end      1 MiB in, 1 MiB out, each
//         └▶ p49 ┘
test("50 parallel steps with 1 MiB of input and output each", async () => {
  // Without keys, so that the references can be seen.
  driver = await startTemporalDriver({ keys: null });
  const all = Array.from({ length: 50 }, (_, n) => probe(`p${n}`, { give: `${n} {{ payload.text }}` }));
  const what = graph(
    [
      node("start", "start"),
      ...all,
      node("sizes", "transform", { output: ["{{ size(steps.p7) }}", "{{ size(steps.p49) }}"] }),
      node("end", "end", { output: "{{ steps.sizes }}" }),
    ],
    edges(...all.map(({ id }) => `start > ${id} > sizes`), "sizes > end"),
  );
  const result = await driver.run("large", { graph: what, payload: { text: text(LARGE) } });
  // Compare without the trace, which a failing assertion would print.
  const { status, output, failure } = result;
  expect({ status, output, failure }).toEqual({ status: "completed", output: { end: [LARGE + 2, LARGE + 3] } });

  const events = await historyOf(result);
  const scheduled = events.flatMap((event) => event.activityTaskScheduledEventAttributes?.input?.payloads?.[0] ?? []);
  expect(scheduled.map((payload) => payloadAddress(payload)!.size > LARGE)).toEqual(all.map(() => true));
  const stored = await driver.db.selectFrom("payload_references").select("hash").execute();
  // The start, 50 inputs and 50 results are stored once each.
  expect(stored).toHaveLength(101);
  const { steps } = await expectMirrored(result);
  expect(steps.find(({ path }) => path === "p7")!.output).toBe(`7 ${text(LARGE)}`);
}, 120_000);

// start ─▶ each [ x ] ─▶ end      50 items at once, 1 MiB in and 1 MiB out, each
test("a for_each over 50 items with 1 MiB of input and output each", async () => {
  driver = await startTemporalDriver();
  const items = Array.from({ length: 50 }, (_, n) => n);
  const each = node("each", "for_each", { items, concurrency: 50, result: "{{ size(steps.x) }}" });
  const x = { ...probe("x", { give: "{{ item }} {{ payload.text }}" }), parentId: "each" };
  const what = graph(
    [node("start", "start"), each, x, node("end", "end", { output: "{{ steps.each.results }}" })],
    edges("start > each > end"),
  );
  const result = await driver.run("large items", { graph: what, payload: { text: text(LARGE) } });
  const { status, output, failure } = result;
  const sizes = items.map((item) => `${item} `.length + LARGE);
  expect({ status, output, failure }).toEqual({ status: "completed", output: { end: sizes } });
  await expectMirrored(result);
}, 120_000);

// start ─▶ b0 ─▶ b1 … ─▶ b19      (burst: 20 results of 1 MiB would be one workflow task's commands)
test("20 burst steps with 1 MiB of input and output each", async () => {
  driver = await startTemporalDriver();
  const all = Array.from({ length: 20 }, (_, n) => probe(`b${n}`, { give: `${n} {{ payload.text }}` }));
  const nodes = [node("start", "start"), ...all, node("end", "end", { output: "{{ size(steps.b19) }}" })];
  const chain = edges(["start", ...all.map(({ id }) => id), "end"].join(" > "));
  const run = { graph: graph(nodes, chain, { durability: "burst" }), payload: { text: text(LARGE) } };
  const result = await driver.run("large burst", run);
  const { status, output } = result;
  expect({ status, output }).toEqual({ status: "completed", output: { end: LARGE + 3 } });
  await expectMirrored(result);
}, 120_000);

const isReference = (payload: Payload): boolean => payloadAddress(payload) !== undefined;

// start ─▶ wait ─▶ a ─▶ end
const waits = graph(
  [
    node("start", "start"),
    node("wait", "wait_for_signal", { name: "go" }),
    probe("a", { give: "{{ steps.wait.text }}" }),
    node("end", "end", { output: "{{ size(steps.a) }}" }),
  ],
  edges("start > wait > a > end"),
);
const waitingRun = {
  graph: waits,
  payload: { text: text(100_000) },
  signals: [{ afterMs: 200, name: "go", payload: { text: text(LARGE) } }],
};

async function failedTasks(result: DrivenResult): Promise<(string | null | undefined)[]> {
  const events = await historyOf(result);
  return events.flatMap((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? []);
}

test("if a worker ends between storing a value and sending the command, the next attempt finds the value and the run completes", async () => {
  let died = false;
  driver = await startTemporalDriver({
    codec(db) {
      const { encode, decode } = createPayloadCodec({ db });
      return {
        async encode(payloads, context) {
          const encoded = await encode(payloads, context);
          // Two payloads, a step's input and its meta data, belong to a command of the workflow task.
          if (died || payloads.length !== 2 || !encoded.some(isReference)) return encoded;
          died = true;
          throw new Error("died here");
        },
        decode,
      };
    },
  });
  const result = await driver.run("died", waitingRun);
  const { status, output } = result;
  expect({ status, output }).toEqual({ status: "completed", output: { end: LARGE } });
  expect(await failedTasks(result)).toEqual(["died here"]);
  const blobs = await driver.db.selectFrom("payload_blobs").select("hash").execute();
  // The start, the signal, the input of a and its result.
  expect(blobs).toHaveLength(4);
  await expectMirrored(result);
});

test("if a value is missing, the workflow task fails with PAYLOAD_MISSING and is retried, and the run completes when the value is back", async () => {
  let missed = false;
  driver = await startTemporalDriver({
    codec(db) {
      const { encode, decode } = createPayloadCodec({ db, cacheBytes: 0 });
      return {
        encode,
        async decode(payloads, context) {
          const address = payloadAddress(payloads.find(isReference));
          if (missed || context?.type !== "workflow" || address === undefined) return await decode(payloads, context);
          missed = true;
          return await without(db, address.hash, () => decode(payloads, context));
        },
      };
    },
  });
  const result = await driver.run("missing", waitingRun);
  const { status, output } = result;
  expect({ status, output }).toEqual({ status: "completed", output: { end: LARGE } });
  expect(await failedTasks(result)).toEqual([expect.stringContaining("payload_blobs has no value of SHA-256")]);
  await expectMirrored(result);
});

async function without<T>(db: Database, hash: string, work: () => Promise<T>): Promise<T> {
  const references = await db.deleteFrom("payload_references").where("hash", "=", hash).returningAll().execute();
  const [blob] = await db.deleteFrom("payload_blobs").where("hash", "=", hash).returningAll().execute();
  try {
    return await work();
  } finally {
    await db.insertInto("payload_blobs").values(blob!).execute();
    await db.insertInto("payload_references").values(references).execute();
  }
}
