import { defineNode, defineNodePack } from "@tempograph/nodes-sdk";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { createActivityHost } from "./create-activity-host.ts";

const shared = { title: "T", description: "D.", input: z.object({}), idempotent: true } as const;
const url = z.string().meta({ format: "uri" });
const nodes = [
  defineNode({
    ...{ ...shared, type: "echo", input: z.object({ url, connection: z.string().optional() }) },
    execute: async (ctx, input) => ({ ...input, unit: ctx.config("unit") ?? null, of: ctx.execution.id }),
  }),
  defineNode({
    ...{ ...shared, type: "fails", input: z.object({ key: z.string() }) },
    execute: (ctx, { key }) => Promise.reject(new Error(`no ${ctx.secret(key)}`)),
  }),
  defineNode({ ...shared, type: "hangs", execute: () => new Promise<never>(() => {}) }),
  defineNode({ ...shared, type: "tells", execute: async () => "x".repeat(40_000) }),
];
const host = createActivityHost({
  packs: [defineNodePack({ name: "p", version: "1.0.0", nodes })],
  ...{ config: { p: { unit: "km" } }, maxLookupMs: 200 },
});
afterAll(() => host.close());

const { signal } = new AbortController();
const event = {
  id: "evt_1",
  type: "a",
  source: "s",
  time: "2026-01-01T00:00:00Z",
  data: { id: "../7?a", key: "hunter2-canary" },
};
const prepare = (node: string, input: object = {}, project = "main") =>
  host.prepareLookup({
    ...{ project, workflow: { id: "wf_1", name: "W", version: 1 }, triggerId: "t", as: "crm", node, event },
    input: input as never,
  });

test("a lookup runs a node for its project, with the input rendered and its URLs encoded", async () => {
  const lookup = prepare("echo", { url: "https://crm.example.com/{{ payload.id }}" });
  expect(await lookup.run(signal)).toEqual({
    ...{ url: "https://crm.example.com/..%2F7%3Fa", unit: "km", of: "run-node-main.lookup.wf_1" },
  });
  expect(lookup.key).toMatch(/^[0-9a-f]{64}$/);
  expect(prepare("echo", { url: "https://crm.example.com/{{ payload.id }}" }, "other").key).toBe(lookup.key);
  expect(prepare("echo", { url: "https://crm.example.com/8" }).key).not.toBe(lookup.key);
  expect(() => prepare("echo", { url: "https://crm.example.com/{{ payload.no }}" })).toThrow(/payload.no/);
});

test("what a lookup leaves behind has no secrets and is bounded in size and time", async () => {
  await expect(prepare("fails", { key: "{{ payload.key }}" }).run(signal)).rejects.toMatchObject({
    ...{ code: "NODE_FAILED", message: "no [redacted]", retryable: true },
  });
  await expect(prepare("fails").run(signal)).rejects.toMatchObject({ code: "INPUT_INVALID" });
  await expect(prepare("hangs").run(signal)).rejects.toMatchObject({ code: "LOOKUP_TIMEOUT", retryable: true });
  await expect(prepare("hangs").run(AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
  await expect(prepare("tells").run(signal)).rejects.toMatchObject({ code: "OUTPUT_TOO_LARGE" });
  expect(() => prepare("none")).toThrow(expect.objectContaining({ code: "NODE_TYPE_UNKNOWN" }));
});
