import { randomBytes, randomUUID } from "node:crypto";
import type { WorkflowHandle } from "@temporalio/client";
import { signedText, type Caller, type Operation, type OperationRequest, type SignedRequest } from "@tempograph/graph";
import { edges, graph, happened, node, probe, start } from "@tempograph/graph/conformance";
import { signingKey, type SigningKey } from "@tempograph/runtime";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askToSteer } from "./test-kit/ask-to-steer.ts";
import { writeGolden } from "./test-kit/golden.ts";
import { startTemporalDriver, type DrivenRun, type Stage, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// What the bare client of Temporal can do to an execution that accepts signed operations alone (I15). Each refused operation leaves
// nothing in history, and the execution goes on.

let driver: TemporalDriver;
/** A worker that keeps no execution, so that each task replays the history. */
let forgetful: TemporalDriver;
beforeAll(async () => {
  [driver, forgetful] = await Promise.all([startTemporalDriver(), startTemporalDriver({ maxCachedWorkflows: 0 })]);
}, 60_000);
afterAll(() => Promise.all([driver.stop(), forgetful.stop()]));

const newKey = (id: string): SigningKey => signingKey({ id, secret: randomBytes(32) });
const key = newKey("of-the-api");
const operationKeys = { [key.id]: key.publicKey };

const kim: Caller = { name: "kim", roles: ["finance"] };
const approve: Operation = { name: "decide", path: "ask", decision: "approved" };
const requestOf = (operation: Operation = approve, by: Caller = kim): OperationRequest => ({
  ...{ id: randomUUID(), by, time: Date.now(), operation },
});

interface Signing {
  readonly expiresAt?: number;
  readonly keys?: readonly SigningKey[];
}

/** Signs as the API does. */
function signed(
  executionId: string,
  request: OperationRequest,
  { expiresAt = Date.now() + 60_000, keys = [key] }: Signing = {},
): SignedRequest {
  const text = signedText(executionId, request, expiresAt);
  return { ...request, signature: { expiresAt, by: Object.fromEntries(keys.map((one) => [one.id, one.sign(text)])) } };
}

// start ─▶ ask ─approved▶ pay
const question: DrivenRun = {
  graph: graph(
    [start, node("ask", "approval", { approvers: ["role:finance"] }), probe("pay")],
    edges("start > ask", "ask:approved > pay"),
  ),
  access: { operationKeys },
};

const eventsOf = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events!.length;

const asked = ({ traceNow }: Stage) => waitFor(() => happened(traceNow(), "ask waiting"), { what: "the question" });

type Forgery = (executionId: string) => { readonly argument: unknown; readonly updateId?: string };

const forgeries: Readonly<Record<string, readonly [code: string, Forgery]>> = {
  "an operation without a signature": ["OPERATION_NOT_SIGNED", () => ({ argument: requestOf() })],
  "an operation by an admin without a signature": [
    "OPERATION_NOT_SIGNED",
    () => ({ argument: requestOf(approve, { name: "owner", roles: ["admin"] }) }),
  ],
  "a signature of a key of somebody else": [
    "SIGNING_KEY_UNKNOWN",
    (id) => ({ argument: signed(id, requestOf(), { keys: [newKey("another")] }) }),
  ],
  "a signature of somebody else under the id of the true key": [
    "OPERATION_NOT_SIGNED",
    (id) => ({ argument: signed(id, requestOf(), { keys: [newKey(key.id)] }) }),
  ],
  "a signature for another execution": [
    "OPERATION_NOT_SIGNED",
    () => ({ argument: signed("another-execution", requestOf()) }),
  ],
  "another caller under a true signature": [
    "OPERATION_NOT_SIGNED",
    (id) => ({ argument: { ...signed(id, requestOf()), by: { name: "lee", roles: ["finance"] } } }),
  ],
  "another decision under a true signature": [
    "OPERATION_NOT_SIGNED",
    (id) => ({ argument: { ...signed(id, requestOf()), operation: { ...approve, decision: "rejected" } } }),
  ],
  "other data under a true signature": [
    "OPERATION_NOT_SIGNED",
    (id) => ({ argument: { ...signed(id, requestOf()), operation: { ...approve, data: { amount: 1 } } } }),
  ],
  "the decision under its older name beside a signed one": [
    "OPERATION_NOT_SIGNED",
    (id) => {
      const { operation: _, ...rest } = signed(id, requestOf({ name: "pause" }));
      return { argument: { ...rest, verb: approve } };
    },
  ],
  "a later end of a true signature": [
    "OPERATION_NOT_SIGNED",
    (id) => {
      const request = signed(id, requestOf());
      return { argument: { ...request, signature: { ...request.signature, expiresAt: Date.now() + 9e6 } } };
    },
  ],
  "a signature that has expired": [
    "SIGNATURE_EXPIRED",
    (id) => ({ argument: signed(id, requestOf(), { expiresAt: Date.now() - 1 }) }),
  ],
  "a true signature as another Update": [
    "OPERATION_NOT_SIGNED",
    (id) => ({ argument: signed(id, requestOf()), updateId: "another-update" }),
  ],
  "a signature that is no hex": [
    "OPERATION_NOT_SIGNED",
    (id) => ({ argument: { ...signed(id, requestOf()), signature: { expiresAt: 9e15, by: { [key.id]: "no" } } } }),
  ],
  "a signature of another form": ["OPERATION_NOT_SIGNED", () => ({ argument: { ...requestOf(), signature: "x" } })],
  "a key that every object has": [
    "SIGNING_KEY_UNKNOWN",
    () => ({ argument: { ...requestOf(), signature: { expiresAt: 9e15, by: { constructor: "00" } } } }),
  ],
  "a value that is nested 4,000 deep": [
    "OPERATION_NOT_SIGNED",
    () => {
      const data = JSON.parse("[".repeat(4_000) + "]".repeat(4_000)) as never;
      const signature = { expiresAt: 9e15, by: { [key.id]: "00" } };
      return { argument: { ...requestOf({ ...approve, data } as Operation), signature } };
    },
  ],
  "a value of 1.5 MB": [
    "OPERATION_NOT_SIGNED",
    (id) => ({ argument: signed(id, requestOf({ ...approve, data: "a".repeat(1_500_000) } as Operation)) }),
  ],
  "no request at all": ["OPERATION_NOT_SIGNED", () => ({ argument: null })],
};

test(
  "what is not signed for this execution, operation and time is refused, and the true decision is accepted then",
  {
    timeout: 60_000,
  },
  async () => {
    const result = await driver.run("forgeries", question, async (stage) => {
      await asked(stage);
      const { handle } = stage;
      // The start and the first workflow task.
      await waitFor(async () => (await eventsOf(handle)) === 4);
      for (const [name, [code, forge]] of Object.entries(forgeries)) {
        const { argument, updateId = (argument as { id?: string } | null)?.id ?? randomUUID() } = forge(
          handle.workflowId,
        );
        const answer = await askToSteer(handle, argument as OperationRequest, updateId);
        expect(answer, name).toMatchObject({ accepted: false, result: { ok: false, code } });
      }
      expect(await eventsOf(handle)).toBe(4);
      const request = signed(handle.workflowId, requestOf());
      expect(await askToSteer(handle, request)).toEqual({ accepted: true, result: { id: request.id, ok: true } });
    });
    expect(result).toMatchObject({ status: "completed", output: { pay: expect.anything() } });
    expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
  },
);

test("no signal decides an approval, whatever it is called and says", { timeout: 30_000 }, async () => {
  const result = await driver.run("signals", question, async (stage) => {
    await asked(stage);
    const { handle } = stage;
    const decision = { decision: "approved", by: "kim", data: null };
    const keys = ["", "ask", stage.keyOf("ask") ?? "", `${handle.workflowId}:ask`];
    for (const name of ["steer", "decide", "approved", "ask"]) await handle.signal(name, decision);
    for (const one of keys)
      await handle.signal("tempograph.reply", { path: "ask", key: one, reply: { ...approve, ...decision }, time: 1 });
    expect(await askToSteer(handle, requestOf())).toMatchObject({ result: { code: "OPERATION_NOT_SIGNED" } });
    expect(happened(stage.traceNow(), "ask completed")).toBe(false);
    const request = signed(handle.workflowId, requestOf({ ...approve, decision: "rejected" } as Operation));
    expect(await askToSteer(handle, request)).toMatchObject({ accepted: true });
  });
  expect(result.trace.find(({ path, kind }) => path === "ask" && kind === "completed")).toMatchObject({
    port: "rejected",
  });
});

test(
  "a worker that has lost the execution from its memory refuses and accepts the same",
  { timeout: 30_000 },
  async () => {
    const result = await forgetful.run("evicted", question, async (stage) => {
      await asked(stage);
      const { handle } = stage;
      await waitFor(async () => (await eventsOf(handle)) === 4);
      expect(await askToSteer(handle, requestOf())).toMatchObject({ result: { code: "OPERATION_NOT_SIGNED" } });
      const late = signed(handle.workflowId, requestOf(), { expiresAt: Date.now() - 1 });
      expect(await askToSteer(handle, late)).toMatchObject({ result: { code: "SIGNATURE_EXPIRED" } });
      expect(await eventsOf(handle)).toBe(4);
      expect(await askToSteer(handle, signed(handle.workflowId, requestOf()))).toMatchObject({ accepted: true });
    });
    expect(result.status).toBe("completed");
  },
);

test("after a rotation both the old key and the new one are accepted", { timeout: 30_000 }, async () => {
  const next = newKey("next");
  const both = { ...operationKeys, [next.id]: next.publicKey };
  const result = await driver.run("rotated", { ...question, access: { operationKeys: both } }, async (stage) => {
    await asked(stage);
    const id = stage.handle.workflowId;
    const pause = signed(id, requestOf({ name: "pause" }), { keys: [key] });
    expect(await askToSteer(stage.handle, pause)).toMatchObject({ accepted: true });
    // The API signs with each key that it has. The execution takes one that it knows.
    const resume = signed(id, requestOf({ name: "resume" }), { keys: [newKey("latest"), next] });
    expect(await askToSteer(stage.handle, resume)).toMatchObject({ accepted: true });
    expect(await askToSteer(stage.handle, signed(id, requestOf()))).toMatchObject({ accepted: true });
  });
  expect(result.status).toBe("completed");
});

// start ─▶ loop(6 rounds) │ wait(go) │
test(
  "the keys go with the execution when it continues as new, and a signed operation counts once in the whole chain",
  {
    timeout: 60_000,
  },
  async () => {
    const loop: DrivenRun = {
      graph: graph(
        [
          start,
          node("loop", "repeat", { times: 6 }),
          { ...node("wait", "wait_for_signal", { name: "go" }), parentId: "loop" },
        ],
        edges("start > loop"),
      ),
      access: { operationKeys },
      historyLimit: 8,
    };
    const result = await driver.run("chain", loop, async (stage) => {
      const { handle } = stage;
      await waitFor(() => happened(stage.traceNow(), "loop[0]/wait waiting"));
      const first = (await handle.describe()).runId;
      const pause = signed(handle.workflowId, requestOf({ name: "pause" }));
      expect(await askToSteer(handle, pause)).toMatchObject({ accepted: true });
      expect(await askToSteer(handle, signed(handle.workflowId, requestOf({ name: "resume" })))).toMatchObject({
        accepted: true,
      });
      for (let round = 0; round < 4; round++) await handle.signal("go", round);
      await waitFor(() => happened(stage.traceNow(), "loop[4]/wait waiting"));
      expect((await handle.describe()).runId).not.toBe(first);
      expect(await askToSteer(handle, pause)).toMatchObject({
        accepted: false,
        result: { code: "OPERATION_REPEATED" },
      });
      expect(await askToSteer(handle, requestOf({ name: "pause" }))).toMatchObject({
        result: { code: "OPERATION_NOT_SIGNED" },
      });
      for (let round = 4; round < 6; round++) await handle.signal("go", round);
    });
    expect(result.status).toBe("completed");
    expect(result.runIds.length).toBeGreaterThan(1);
    if (process.env["RECORD_GOLDEN"] === "signed") {
      for (const [index, runId] of result.runIds.entries())
        writeGolden(`signed-operations.${index + 1}`, await driver.history(result.executionId, runId));
    }
    expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
  },
);

test.each<[string, Pick<DrivenRun, "access" | "interpreterVersion">, string | undefined]>([
  ["started without keys, it accepts nothing", { access: {} }, "OPERATION_NOT_SIGNED"],
  ["started without keys, but for everybody", { access: { unsignedOperations: true } }, undefined],
  [
    "of interpreter version 2 without keys, it accepts everything as it did",
    { access: {}, interpreterVersion: 2 },
    undefined,
  ],
  ["of interpreter version 2 with keys", { access: { operationKeys }, interpreterVersion: 2 }, "OPERATION_NOT_SIGNED"],
])("an unsigned operation on an execution: %s", { timeout: 30_000 }, async (name, how, code) => {
  const result = await driver.run(name, { ...question, ...how }, async (stage) => {
    await asked(stage);
    const answer = await askToSteer(stage.handle, requestOf());
    if (code === undefined) return expect(answer).toMatchObject({ accepted: true });
    expect(answer).toMatchObject({ accepted: false, result: { code } });
    await stage.handle.cancel();
  });
  expect(result.status).toBe(code === undefined ? "completed" : "cancelled");
});
