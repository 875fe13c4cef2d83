import { temporalAddress, uniqueTaskQueue } from "@tempograph/testing";
import { expect, test } from "vitest";
import { signerOfNothing as signer } from "../test-kit/signer-of-nothing.ts";
import { connectNodeRunner } from "./connect-node-runner.ts";

const inline = { encode: async <T>(payloads: T) => payloads, decode: async <T>(payloads: T) => payloads };
const request = { type: "log", input: {}, nodeId: "node", idempotencyKey: "key" };
const options = { attempts: 1, timeoutMs: 5_000, summary: "run log" };

test("without a worker nothing is carried out, and the answer says so", async () => {
  const runner = connectNodeRunner({
    server: { namespace: "default", connection: { address: temporalAddress() } },
    taskQueue: uniqueTaskQueue(),
    payloadCodec: inline,
    signer,
    workerWaitMs: 500,
  });
  try {
    expect(await runner.run(request, { ...options, id: `run-node-${uniqueTaskQueue()}` })).toEqual({
      kind: "noWorker",
    });
  } finally {
    await runner.close();
  }
});

test("if the server cannot be reached, the answer is unavailable, and the node was certainly not carried out", async () => {
  const runner = connectNodeRunner({
    server: { namespace: "default", connection: { address: "127.0.0.1:1" } },
    taskQueue: "none",
    payloadCodec: inline,
    signer,
  });
  try {
    expect(await runner.run(request, { ...options, id: "run-node-x" })).toEqual({ kind: "unavailable", maybe: false });
  } finally {
    await runner.close();
  }
});
